/** Amounts as text. Decimals come as strings and are never made floats. */

export type Amount = number | string;

/** `1910` → `1,910`, `"1234.50"` → `1,234.50`, `-380` → `-380`. Text that is no number stays as it is. */
export function formatNumber(amount: Amount): string {
  const parts = /^(-?)(\d+)(\.\d+)?$/.exec(String(amount));
  if (!parts) return String(amount);
  const [, sign = "", whole = "", fraction = ""] = parts;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + fraction;
}

/** `38,040円`. */
export function formatYen(amount: Amount): string {
  return `${formatNumber(amount)}円`;
}

/** `1,910点`. */
export function formatPoints(amount: Amount): string {
  return `${formatNumber(amount)}点`;
}
