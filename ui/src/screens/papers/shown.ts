/** What the boxes of a paper show beside what is typed. */
import type { Goto, PaperField, PaperForm } from "../../backend/backend";
import { dayOf, isoOf, parseDate } from "../../pure/era";

/** `令和8年3月` of `2026-03`, `R8.3`, `8.3`, `0803`; nothing where it is no month. */
export function monthJa(typed: string): string {
  const text = typed.trim().replace(/[頃月]+$/, "").replace(/^(\d{2})(\d{2})$/, "$1.$2");
  if (text === "") return "";
  const read = parseDate(`${text}.1`.replace(/^(\d{4})-(\d{1,2})\.1$/, "$1-$2-1"), { y: 2025, m: 1, d: 1 });
  return "iso" in read ? read.ja.replace(/1日\(.\)$/, "") : "";
}

/** The values of checks, in the order of the paper. */
export function checked(value: string): string[] {
  return value.split(",").filter((v) => v !== "");
}

/** The same with one of them turned over. */
export function turned(field: PaperField, value: string, which: string): string {
  const now = checked(value);
  const next = now.includes(which) ? now.filter((v) => v !== which) : [...now, which];
  return field.options.map((o) => o.value).filter((v) => next.includes(v)).join(",");
}

/** The month before or after. */
export function monthPlus(month: string, by: 1 | -1): string {
  const first = dayOf(`${month}-01`);
  if (!first) return month;
  const m = first.m + by;
  return isoOf({ y: first.y + (m < 1 ? -1 : m > 12 ? 1 : 0), m: ((m + 11) % 12) + 1, d: 1 }).slice(0, 7);
}

/** Where a paper that is half written goes on. */
export function gotoOf(form: PaperForm, worker: number | null, month: string): Goto {
  const field = form.id === null ? `new:${form.paper}` : `id:${form.id}`;
  return { screen: "papers", worker, case: form.case, day: month, field };
}

/** The key a paper that is half written is kept under. */
export function draftKey(form: PaperForm): string {
  return form.id === null ? `paper:${form.case}:${form.paper}` : `paper:${form.case}:${form.id}`;
}

/** Whether two papers say the same. */
export function same(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const ids = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...ids].every((id) => (one[id] ?? "") === (other[id] ?? ""));
}
