import { toHalf } from "./width";

export interface NumberRules {
  /** Digits allowed behind the point; none unless said. */
  decimals?: number | undefined;
  negative?: boolean | undefined;
}

export type NumberRead = { value: string } | { problem: string };

/** Reads a number in any width, with or without separators. The empty text reads as empty. */
export function parseNumber(typed: string, rules: NumberRules = {}): NumberRead {
  const text = toHalf(typed).replace(/[,\s、]/g, "").replace(/。/g, ".");
  if (text === "") return { value: "" };
  const parts = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!parts) return { problem: "数字で入力してください。" };
  const [, sign = "", whole = "", rest = ""] = parts;
  if (sign === "-" && !rules.negative) return { problem: "0以上の数を入力してください。" };
  const fraction = rest.replace(/0+$/, "");
  const decimals = rules.decimals ?? 0;
  if (fraction.length > decimals) {
    return { problem: decimals === 0 ? "小数のない数を入力してください。" : `小数は${decimals}けたまでです。` };
  }
  const digits = whole.replace(/^0+(?=\d)/, "") + (fraction ? `.${fraction}` : "");
  return { value: sign === "-" && digits !== "0" ? `-${digits}` : digits };
}

/** The number of a value that {@link parseNumber} gave; null where it is empty or not a number. */
export function toNumber(value: string): number | null {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
