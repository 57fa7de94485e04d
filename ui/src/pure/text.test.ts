import { describe, expect, test } from "vitest";
import { isKana, toKatakana } from "./kana";
import { formatNumber, formatPoints, formatYen } from "./money";
import { parseNumber, toNumber } from "./number";
import { charCount, foldWidth, normalizeText, toHalf } from "./width";

describe("text.rs と同じ文字のあつかい", () => {
  test("半角カナは全角になり、濁点がつながる", () => {
    expect(normalizeText("  ﾄﾞﾃｶﾎﾞﾁｬ ")).toBe("ドテカボチャ");
    expect(toKatakana("たなか ﾊﾅｺ")).toBe("タナカ ハナコ");
  });

  test("残す字は変えず、さがす字だけたたむ", () => {
    expect(normalizeText("㈱髙橋")).toBe("㈱髙橋");
    expect(foldWidth("㈱１２")).toBe("(株)12");
  });

  test("分かれた濁点は合わさる", () => expect(normalizeText("か\u3099")).toBe("が"));
});

test("カタカナかどうか", () => {
  expect(isKana("サトウ　タロウ")).toBe(true);
  expect(isKana("さとう ﾀﾛｳ")).toBe(true);
  expect(isKana("ジョン・スミス")).toBe(true);
  expect(isKana("佐藤")).toBe(false);
  expect(isKana("")).toBe(false);
});

test("数字の全角は半角になる", () => {
  expect(toHalf("１２３－４５６　Ａｂ")).toBe("123-456 Ab");
  expect(toHalf("１３ー１")).toBe("13-1");
});

test("字数は見た目の数で数える", () => expect(charCount("𠮷野家")).toBe(3));

describe("数", () => {
  test.each([
    ["１２００", "1200"],
    ["1,200", "1200"],
    ["１，２００", "1200"],
    ["007", "7"],
    ["", ""],
    ["0", "0"],
  ])("%s → %s", (typed, value) => expect(parseNumber(typed)).toEqual({ value }));

  test("小数と負の数は、許すところだけ", () => {
    expect(parseNumber("12.50", { decimals: 1 })).toEqual({ value: "12.5" });
    expect(parseNumber("１２。５", { decimals: 1 })).toEqual({ value: "12.5" });
    expect(parseNumber("12.")).toEqual({ value: "12" });
    expect(parseNumber("12.5")).toHaveProperty("problem");
    expect(parseNumber("12.55", { decimals: 1 })).toHaveProperty("problem");
    expect(parseNumber("-3")).toHaveProperty("problem");
    expect(parseNumber("－３", { negative: true })).toEqual({ value: "-3" });
    expect(parseNumber("三")).toHaveProperty("problem");
  });

  test("値から数へ", () => {
    expect(toNumber("1200")).toBe(1200);
    expect(toNumber("")).toBeNull();
    expect(toNumber("三")).toBeNull();
  });
});

test("金額と点数は桁を区切り、単位がつく", () => {
  expect(formatYen(38040)).toBe("38,040円");
  expect(formatPoints(1910)).toBe("1,910点");
  expect(formatYen(-1000000)).toBe("-1,000,000円");
  expect(formatNumber("1234.50")).toBe("1,234.50");
  expect(formatNumber(999)).toBe("999");
  expect(formatNumber("―")).toBe("―");
});
