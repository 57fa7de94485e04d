import { describe, expect, test } from "vitest";
import { addDays, ageOn, dayOf, ja, jaWithWeekday, parseDate, short } from "./era";

const TODAY = { y: 2025, m: 4, d: 20 };
const iso = (typed: string, birth = false) => {
  const read = parseDate(typed, TODAY, { birth });
  return "iso" in read ? read.iso : null;
};
const problem = (typed: string, birth = false) => {
  const read = parseDate(typed, TODAY, { birth });
  return "problem" in read ? read.problem : "";
};

describe("day.rs と同じ読み方", () => {
  test.each([
    "070405",
    "7.4.5",
    "R7.4.5",
    "r7.4.5",
    "令和7年4月5日",
    "2025-04-05",
    "２０２５－０４－０５",
    "9070405",
    "20250405",
    "Ｒ７．４．５",
  ])("%s は令和7年4月5日(土)", (typed) => {
    expect(parseDate(typed, TODAY)).toEqual({ iso: "2025-04-05", ja: "令和7年4月5日(土)" });
  });

  test("元年と、元号の境目", () => {
    expect(iso("令和元年5月1日")).toBe("2019-05-01");
    expect(iso("H31.4.30")).toBe("2019-04-30");
    expect(problem("H31.5.1")).toContain("平成にない日");
    expect(problem("R1.4.30")).toContain("令和にない日");
    expect(iso("S64.1.7")).toBe("1989-01-07");
    expect(problem("S64.1.8")).toContain("昭和にない日");
    expect(problem("R0.1.1")).toContain("令和にない日");
    expect(ja(iso("S55.5.5") ?? "")).toBe("昭和55年5月5日");
  });

  test.each(["2025-02-29", "R7.13.1", "R7.2.30", "令和7年4月31日"])("%s は暦にない日", (typed) => {
    expect(problem(typed)).toContain("暦にない日");
  });

  test.each(["", "きょう", "7/4", "R7.4", "🍣", "99999999999", "2025-4-5-6", "-1-2-3"])("「%s」は読めない", (typed) => {
    expect(iso(typed)).toBeNull();
    expect(problem(typed)).toMatch(/。$/);
  });

  test("年齢は誕生日に変わる", () => {
    const born = { y: 1980, m: 5, d: 5 };
    expect(ageOn(born, { y: 2025, m: 5, d: 4 })).toBe(44);
    expect(ageOn(born, { y: 2025, m: 5, d: 5 })).toBe(45);
  });
});

describe("紙の元号の数字", () => {
  test.each([
    ["1330101", "1900-01-01"],
    ["3150101", "1926-01-01"],
    ["5550505", "1980-05-05"],
    ["7010108", "1989-01-08"],
    ["9070405", "2025-04-05"],
    ["5-550505", "1980-05-05"],
    ["５－５５０５０５", "1980-05-05"],
  ])("%s", (typed, day) => expect(iso(typed)).toBe(day));

  test("電子データの数字（4 昭和など）は読まない", () => {
    expect(iso("4550505")).toBeNull();
    expect(iso("2150101")).toBeNull();
  });
});

describe("この画面だけの読み方", () => {
  test("1けたか2けたの数は今月の日", () => {
    expect(iso("5")).toBe("2025-04-05");
    expect(iso("１２日")).toBe("2025-04-12");
    expect(problem("31")).toContain("暦にない日");
    expect(iso("0")).toBeNull();
  });

  test("日本語入力のままの記号も読む", () => {
    expect(iso("７。４。５")).toBe("2025-04-05");
    expect(iso("２０２５ー０４ー０５")).toBe("2025-04-05");
    expect(iso("令和７年・")).toBeNull();
  });
});

describe("生年月日", () => {
  test("年齢がつく", () => {
    expect(parseDate("S55.5.5", TODAY, { birth: true })).toEqual({
      iso: "1980-05-05",
      ja: "昭和55年5月5日(月)",
      age: 44,
    });
    expect(parseDate("T15.1.1", TODAY, { birth: true })).toMatchObject({ age: 99 });
    expect(parseDate("H25.1.1", TODAY, { birth: true })).toMatchObject({ age: 12 });
    expect(parseDate("M33.1.1", TODAY, { birth: true })).toMatchObject({ iso: "1900-01-01" });
  });

  test("元号のない昭和の年は令和の先の日になるので、元号をたずねる", () => {
    expect(problem("550505", true)).toContain("まだ来ていない日");
    expect(problem("550505", true)).toContain("S55.5.5");
    expect(iso("550505")).toBe("2073-05-05");
  });

  test("今月の日にはならない", () => expect(iso("5", true)).toBeNull());
});

test("箱の中の短い形は、読み直すと同じ日になる", () => {
  for (const day of ["1900-01-01", "1926-12-25", "1989-01-07", "1989-01-08", "2019-05-01", "2025-04-05"]) {
    expect(iso(short(day))).toBe(day);
  }
  expect(short("2025-04-05")).toBe("R7.4.5");
  expect(short("きょう")).toBe("きょう");
});

test("曜日と日の足し引き", () => {
  expect(jaWithWeekday("2019-05-01")).toBe("令和元年5月1日(水)");
  expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
  expect(addDays("2025-01-01", -1)).toBe("2024-12-31");
  expect(dayOf("2025-02-29")).toBeNull();
});
