/** Values behind which no official text stands: which there are, and comparing one with its notice. */
import { type ConfirmedValue, type ConfirmValue, type FieldMessage, type OpenValue, rpc, type Values, type ValuesSaved } from "../../backend/backend";
import type { Message } from "../../fields";
import { formatNumber } from "../../pure/money";
import { toKatakana } from "../../pure/kana";
import { foldWidth } from "../../pure/width";
import { session } from "../../state/session.svelte";

/** Rows a list shows at once; the rest is found by typing. */
export const MOST = 50;

const fold = (text: string) => toKatakana(foldWidth(text)).toLowerCase();

/** One value by its id and its first day. */
export function keyOf(value: { id: string; from: string }): string {
  return `${value.id}:${value.from}`;
}

export function isConfirmed(value: OpenValue | ConfirmedValue): value is ConfirmedValue {
  return "notice" in value;
}

/** `1,430円`. */
export function amountOf(amount: string, unit: string): string {
  return `${formatNumber(amount)}${unit}`;
}

/** Decimals as whole numbers of the smallest place, so that nothing is counted in floats. */
function scaled(amount: string, places: number): bigint {
  const [whole = "0", fraction = ""] = amount.replace(/^-/, "").split(".");
  const digits = BigInt(whole + fraction.padEnd(places, "0"));
  return amount.startsWith("-") ? -digits : digits;
}

/** How another amount differs: `1,430円 → 1,450円（+20円）`; empty where it is the same or no number. */
export function correction(before: string, after: string, unit: string): string {
  const number = /^-?\d+(\.\d+)?$/;
  if (!number.test(before) || !number.test(after)) return "";
  const places = Math.max(...[before, after].map((a) => a.split(".")[1]?.length ?? 0));
  const by = scaled(after, places) - scaled(before, places);
  if (by === 0n) return "";
  const digits = String(by < 0n ? -by : by).padStart(places + 1, "0");
  const shown = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places).replace(/0+$/, "")}`.replace(/\.$/, "");
  return `${amountOf(before, unit)} → ${amountOf(after, unit)}（${by < 0n ? "−" : "+"}${amountOf(shown, unit)}）`;
}

/** What the last comparison named: the next value often stands in the same notice. */
let lastNotice = { notice: "", notice_day: "" };

export class ValueList {
  values = $state.raw<Values | null>(null);
  query = $state("");
  /** The value that is open. */
  at = $state<string | null>(null);
  saving = $state(false);
  messages = $state.raw<readonly FieldMessage[]>([]);

  readonly open = $derived.by<readonly OpenValue[]>(() => this.#matching(this.values?.open ?? []));
  readonly confirmed = $derived.by<readonly ConfirmedValue[]>(() => this.#matching(this.values?.confirmed ?? []));
  /** How many that no draft waits for stand behind those shown. */
  readonly hidden = $derived(Math.max(0, this.open.length - MOST));
  readonly waiting = $derived((this.values?.open ?? []).filter((v) => v.drafts > 0).length);
  readonly opened = $derived<OpenValue | ConfirmedValue | null>(
    [...(this.values?.open ?? []), ...(this.values?.confirmed ?? [])].find((v) => keyOf(v) === this.at) ?? null,
  );

  #matching<T extends OpenValue | ConfirmedValue>(values: readonly T[]): readonly T[] {
    const parts = fold(this.query).split(/\s+/).filter(Boolean);
    const text = (v: T) => fold(`${v.name} ${v.code} ${v.id} ${v.from_ja} ${isConfirmed(v) ? v.notice : v.source}`);
    return parts.length === 0 ? values : values.filter((v) => parts.every((part) => text(v).includes(part)));
  }

  async load(): Promise<void> {
    try {
      this.values = await rpc("values", {});
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Opens a value by its id: the one a draft waits for, else any of that id. False where there is none. */
  openId(id: string): boolean {
    const { open = [], confirmed = [] } = this.values ?? {};
    const found = open.find((v) => v.id === id) ?? confirmed.find((v) => v.id === id);
    if (found) this.start(found);
    return found !== undefined;
  }

  start(value: OpenValue | ConfirmedValue): void {
    this.messages = [];
    this.at = keyOf(value);
  }

  stop(): void {
    this.messages = [];
    this.at = null;
  }

  /** The form of a value: as it was compared, or with the notice named last. */
  formOf(value: OpenValue | ConfirmedValue): ConfirmValue {
    const { id, from, amount } = value;
    if (isConfirmed(value)) return { id, from, amount, notice: value.notice, notice_day: value.notice_day, section: value.section };
    return { id, from, amount, ...lastNotice, section: "" };
  }

  messageOf = (field: string): Message | undefined => {
    const found = this.messages.find((m) => m.field === field);
    return found && { severity: found.severity === "check" ? "check" : "blocks", text: found.text };
  };

  async confirm(form: ConfirmValue): Promise<ValuesSaved | null> {
    const saved = await this.#send(() => rpc("confirm_value", form));
    if (saved?.saved) lastNotice = { notice: form.notice, notice_day: form.notice_day };
    return saved;
  }

  withdraw(value: ConfirmedValue): Promise<ValuesSaved | null> {
    return this.#send(() => rpc("withdraw_value", { id: value.id, from: value.from }));
  }

  /** What came of it, or null where it was refused; what was typed stays either way. */
  async #send(command: () => Promise<ValuesSaved>): Promise<ValuesSaved | null> {
    if (this.saving) return null;
    this.saving = true;
    try {
      const saved = await command();
      this.messages = saved.messages;
      this.values = saved.values;
      return saved;
    } catch (thrown) {
      session.refused(thrown);
      return null;
    } finally {
      this.saving = false;
    }
  }
}
