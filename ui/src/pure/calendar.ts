/** Days of the western calendar and their eras, as Rust's `day.rs` has them. */

export interface YearMonthDay {
  y: number;
  m: number;
  d: number;
}

export interface Era {
  ja: string;
  letter: string;
  /** The digit in the era box of the OCR sheets. */
  paperCode: number;
  first: YearMonthDay;
}

export const ERAS: readonly Era[] = [
  { ja: "明治", letter: "M", paperCode: 1, first: { y: 1868, m: 1, d: 25 } },
  { ja: "大正", letter: "T", paperCode: 3, first: { y: 1912, m: 7, d: 30 } },
  { ja: "昭和", letter: "S", paperCode: 5, first: { y: 1926, m: 12, d: 25 } },
  { ja: "平成", letter: "H", paperCode: 7, first: { y: 1989, m: 1, d: 8 } },
  { ja: "令和", letter: "R", paperCode: 9, first: { y: 2019, m: 5, d: 1 } },
];

/** Before, on or after: negative, zero, positive. */
export function compareDays(a: YearMonthDay, b: YearMonthDay): number {
  return a.y - b.y || a.m - b.m || a.d - b.d;
}

/** Days in the month of a year. */
export function monthLength(y: number, m: number): number {
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  return m === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
}

export function isRealDay({ y, m, d }: YearMonthDay): boolean {
  return m >= 1 && m <= 12 && d >= 1 && d <= monthLength(y, m);
}

/** The era and its year. Days before 明治 count as 明治. */
export function eraOf(day: YearMonthDay): { era: Era; year: number } {
  const era = ERAS.findLast((e) => compareDays(day, e.first) >= 0) ?? (ERAS[0] as Era);
  return { era, year: day.y - era.first.y + 1 };
}

/** 0 is Sunday. */
export function weekdayOf({ y, m, d }: YearMonthDay): number {
  const date = new Date(Date.UTC(2000, m - 1, d));
  date.setUTCFullYear(y, m - 1, d);
  return date.getUTCDay();
}

export function isoOf({ y, m, d }: YearMonthDay): string {
  return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

/** The day of `2025-04-05`; null for any other text, and for days the calendar does not have. */
export function dayOf(iso: string): YearMonthDay | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return null;
  const day = { y: Number(parts[1]), m: Number(parts[2]), d: Number(parts[3]) };
  return isRealDay(day) ? day : null;
}

export function addDays(iso: string, n: number): string {
  const day = dayOf(iso);
  if (!day) return iso;
  const date = new Date(Date.UTC(day.y, day.m - 1, day.d + n));
  return isoOf({ y: date.getUTCFullYear(), m: date.getUTCMonth() + 1, d: date.getUTCDate() });
}

/** Whole years lived on a day. */
export function ageOn(birth: YearMonthDay, on: YearMonthDay): number {
  return on.y - birth.y - (on.m > birth.m || (on.m === birth.m && on.d >= birth.d) ? 0 : 1);
}
