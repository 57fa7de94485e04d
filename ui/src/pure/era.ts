/**
 * Days as people spell them. This is the echo beside the box while somebody types; Rust's `Day::parse` has the last
 * word, and the tests hold its cases. Only `5` (this month), `5-550505` (era digit and dash) and what an
 * input method left on gives for dashes and points are read here alone: what goes to Rust is the ISO day.
 */
import { ageOn, compareDays, dayOf, type Era, ERAS, eraOf, isoOf, isRealDay, weekdayOf, type YearMonthDay } from "./calendar";
import { foldWidth } from "./width";

export * from "./calendar";

export type DateRead = { iso: string; ja: string; age?: number } | { problem: string };

/** Reads a day. With `birth`, gives the age and refuses days that have not come yet. */
export function parseDate(typed: string, today: YearMonthDay, options: { birth?: boolean | undefined } = {}): DateRead {
  const read = readDay(typed, today, options.birth === true);
  if ("problem" in read) return read;
  if (!options.birth) return { iso: isoOf(read), ja: jaWithWeekday(isoOf(read)) };
  if (compareDays(read, today) > 0) {
    return { problem: `「${clip(typed)}」は${ja(isoOf(read))}で、まだ来ていない日です。S55.5.5 のように元号をつけて入力してください。` };
  }
  return { iso: isoOf(read), ja: jaWithWeekday(isoOf(read)), age: ageOn(read, today) };
}

/** `令和7年4月5日`. Text that is no ISO day stays as it is. */
export function ja(iso: string): string {
  const day = dayOf(iso);
  if (!day) return iso;
  const { era, year } = eraOf(day);
  return `${era.ja}${year === 1 ? "元" : year}年${day.m}月${day.d}日`;
}

/** `令和7年4月5日(土)`. */
export function jaWithWeekday(iso: string): string {
  const day = dayOf(iso);
  return day ? `${ja(iso)}(${"日月火水木金土".charAt(weekdayOf(day))})` : iso;
}

/** `R7.4.5`, as it stands in a box that was left. */
export function short(iso: string): string {
  const day = dayOf(iso);
  if (!day) return iso;
  const { era, year } = eraOf(day);
  // Years before 明治 have no such spelling.
  return year < 1 ? iso : `${era.letter}${year}.${day.m}.${day.d}`;
}

function readDay(typed: string, today: YearMonthDay, birth: boolean): YearMonthDay | { problem: string } {
  // An input method left on gives these for the dash, the point and the stroke.
  const text = foldWidth(typed.trim()).replace(/[\u2010-\u2015\u2212ー]/g, "-").replace(/[。、]/g, ".").replace(/・/g, "/");
  if (text === "") return { problem: "日付が空です。令和7年4月5日のように入力してください。" };
  const refused = { problem: `「${clip(typed)}」は日付として読めません。令和7年4月5日、R7.4.5、2025-04-05 のように入力してください。` };
  const noSuchDay = { problem: `「${clip(typed)}」は暦にない日です。月と日を確かめてください。` };
  const western = (y: number, m: number, d: number) => (isRealDay({ y, m, d }) ? { y, m, d } : noSuchDay);

  if (!birth && /^\d{1,2}日?$/.test(text)) return western(today.y, today.m, Number.parseInt(text, 10));

  const { era, rest } = splitEra(text.replace(/^([13579])-(?=\d{6}$)/, "$1"));
  const body = rest.replace(/日+$/, "");
  const parts = body.split(/[-./年月]/).map((part) => part.trim());
  if (parts.length === 3) {
    const [y, m, d] = parts.map(numberOf);
    if (y === undefined || m === undefined || d === undefined) return refused;
    if (!era && parts[0]?.length === 4) return western(y, m, d);
    return inEra(era ?? reiwa(), y, m, d);
  }
  if (parts.length !== 1 || !/^\d+$/.test(body)) return refused;
  const n = (from: number, to: number) => Number(body.slice(from, to));
  if (body.length === 8 && !era) return western(n(0, 4), n(4, 6), n(6, 8));
  if (body.length === 7 && !era) {
    const byCode = ERAS.find((e) => e.paperCode === n(0, 1));
    return byCode ? inEra(byCode, n(1, 3), n(3, 5), n(5, 7)) : refused;
  }
  if (body.length === 6) return inEra(era ?? reiwa(), n(0, 2), n(2, 4), n(4, 6));
  return refused;

  function inEra(which: Era, year: number, m: number, d: number): YearMonthDay | { problem: string } {
    const day = { y: which.first.y + year - 1, m, d };
    if (!isRealDay(day)) return noSuchDay;
    const real = eraOf(day);
    if (year === 0 || real.era !== which || real.year !== year) {
      return { problem: `「${clip(typed)}」は${which.ja}にない日です。元号と年を確かめてください。` };
    }
    return day;
  }
}

function reiwa(): Era {
  return ERAS[ERAS.length - 1] as Era;
}

function splitEra(text: string): { era?: Era; rest: string } {
  for (const era of ERAS) {
    if (text.startsWith(era.ja)) return { era, rest: text.slice(era.ja.length).trimStart() };
    if (text.charAt(0).toUpperCase() === era.letter) return { era, rest: text.slice(1).replace(/^[. ]+/, "") };
  }
  return { rest: text };
}

function numberOf(part: string): number | undefined {
  if (part === "元") return 1;
  return /^\d{1,4}$/.test(part) ? Number(part) : undefined;
}

/** What was typed, short enough to stand in a sentence. */
function clip(typed: string): string {
  const letters = [...typed];
  return letters.length <= 30 ? typed : `${letters.slice(0, 30).join("")}…`;
}
