import { afterEach, beforeEach, expect, test } from "vitest";
import type { RulePage } from "../../backend/bindings";
import { remember } from "../../backend/memory";
import { status } from "../../backend/sample";
import { clear, press, settle, show, sit, textOf } from "../../state/testing";
import { Book } from "./book.svelte";
import RuleBook from "./RuleBook.svelte";

const rules = [
  { id: "K18", name: "行為の特定", line: "行為の行を選ぶ。", cite: "健保点数表 通則" },
  { id: "M17", name: "四肢の特例", line: "部位で倍率が決まる。", cite: "労災診療費算定マニュアル I 17" },
  { id: "M02", name: "初診料", line: "初診料は災害ごとに考える。", cite: "労災診療費算定マニュアル I 2" },
];

const page = (id: string): RulePage => ({
  id, name: rules.find((r) => r.id === id)?.name ?? "", cite: "I 2",
  sections: [{ heading: "条文", paragraphs: [{ item: false, text: "「初診料 3,850円」" }] }, { heading: "読み方", paragraphs: [{ item: true, text: "災害ごとに1回。" }] }],
  values: [{ id: "initial_visit_fee", name: "初診料", amount_ja: "3,850円", since_ja: "令和6年6月1日から", standing_ja: "告示・通達で確認", cite: "I 2" }],
  examples: [{ id: "M02-a", title: "初診の日", cite: "I 2", sum: "3,850円", waits: false }],
});

beforeEach(() => sit(status, "佐藤 春子"));
afterEach(clear);

test("マニュアルの番号の順に並び、番号・名前・カナでしぼる", async () => {
  const memory = remember({ rulebook: { rules }, rule_page: ({ id }) => page(id) });
  const book = new Book();
  await book.load("");
  expect(book.rules.map((r) => r.id)).toEqual(["M02", "M17", "K18"]);
  expect(book.page?.id).toBe("M02");
  book.search("ｍ１７");
  await settle();
  expect([book.hits.map((r) => r.id), book.selected, book.page?.id]).toEqual([["M17"], "M17", "M17"]);
  book.search("ないことば");
  expect(book.hits).toEqual([]);
  await book.step(1);
  expect(memory.asked("rule_page").map((r) => r.id)).toEqual(["M02", "M17"]);
});

test("速く動いても、さいごに選んだページが出る", async () => {
  let first: (page: RulePage) => void = () => undefined;
  remember({ rulebook: { rules }, rule_page: ({ id }) => (id === "M17" ? new Promise((resolve) => (first = resolve)) : page(id)) });
  const book = new Book();
  await book.load("M02");
  const slow = book.show("M17");
  await settle();
  await book.show("K18");
  first(page("M17"));
  await slow;
  expect([book.selected, book.page?.id]).toEqual(["K18", "K18"]);
});

test("根拠から開くと、そのページを読むところから始まり、Esc で閉じる", async () => {
  remember({ rulebook: { rules }, rule_page: ({ id }) => page(id) });
  let closed = 0;
  show(RuleBook, { id: "M02", onclose: () => (closed += 1) });
  await settle();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("初診料");
  for (const said of ["「初診料 3,850円」", "災害ごとに1回。", "告示・通達で確認", "初診の日"]) expect(textOf("[role=dialog]")).toContain(said);
  document.querySelector<HTMLButtonElement>(".close")?.click();
  expect(closed).toBe(1);
});

test("一覧から開くと、↓ でページが替わり、Enter で読む", async () => {
  remember({ rulebook: { rules }, rule_page: ({ id }) => page(id) });
  show(RuleBook, { id: "", onclose: () => undefined });
  await settle();
  document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  await press("ArrowDown");
  expect(textOf("[aria-selected=true]")).toContain("M17");
  await press("Enter");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("四肢の特例");
});
