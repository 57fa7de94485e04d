import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Memory, remember } from "../../backend/memory";
import * as sample from "../../backend/sample";
import { FunctionKeys } from "../../keys";
import { session } from "../../state/session.svelte";
import { clear, press, settle, show, sit, textOf, type } from "../../state/testing";
import Screen from "./Screen.svelte";
import { draftTarget } from "./state.svelte";

let memory: Memory;
let keys: Record<string, unknown>;

beforeEach(async () => {
  memory = remember({ today: sample.today, search: { hits: sample.hits }, status: sample.status });
  sit(sample.status, "佐藤 春子");
  show(Screen, {});
  const { mount } = await import("svelte");
  keys = mount(FunctionKeys, { target: document.body });
  await settle();
});

afterEach(async () => {
  const { unmount } = await import("svelte");
  await unmount(keys);
  await clear();
});

test("はじめはさがす欄に打てて、打つたびに候補が出る", async () => {
  expect(document.activeElement?.getAttribute("name")).toBe("worker");
  await type("や");
  await type("やま");
  expect(memory.asked("search")).toEqual([{ text: "や" }, { text: "やま" }]);
  expect(textOf("ol")).toContain("山田 花子");
});

test("Enter は最後に来た月の診療入力を開く", async () => {
  await type("やま");
  await press("Enter");
  expect(session.goto).toMatchObject({ screen: "visit", worker: 1, case: 11, day: "2025-11" });
});

test("→ で前の災害を選び、その最後の月を開く", async () => {
  await type("やま");
  await press("ArrowRight");
  await press("Enter");
  expect(session.goto).toMatchObject({ worker: 1, case: 12, day: "2025-06" });
});

test("一度も来ていない災害は今月を開く", async () => {
  await type("やま");
  await press("ArrowDown");
  await press("Enter");
  expect(session.goto).toMatchObject({ worker: 2, case: 21, day: "2025-11" });
});

test("F3 は今日の再診、F4 は文書", async () => {
  await type("やま");
  await press("F3");
  expect(session.goto).toMatchObject({ screen: "visit", worker: 1, case: 11, day: "2025-11-07", field: "new" });
  await press("F4");
  expect(session.goto).toMatchObject({ screen: "visit", case: 11, field: "document" });
});

test("遅れてきた古い答えは捨てる", async () => {
  const answers: ((hits: typeof sample.hits) => void)[] = [];
  memory.answers.search = () => new Promise((answer) => answers.push((hits) => answer({ hits })));
  await type("や");
  await type("やまし");
  answers[1]?.(sample.hits.slice(1));
  await settle();
  answers[0]?.(sample.hits);
  await settle();
  expect(document.querySelectorAll("ol > li")).toHaveLength(1);
});

test("F2 のあとの数字で様式が決まる", async () => {
  await press("F2");
  await press("3");
  expect(session.goto).toMatchObject({ screen: "intake", worker: null, field: "form:6" });
});

test("候補がひとりなら、その人の新しい災害になる", async () => {
  memory.answers.search = { hits: sample.hits.slice(0, 1) };
  await type("やまだ");
  await press("F2");
  await press("2");
  expect(session.goto).toMatchObject({ screen: "intake", worker: 1, field: "form:16-3" });
});

test("残っていることは重さを言葉でも示し、Enter で直す場所へ", async () => {
  const rows = document.querySelectorAll<HTMLElement>("table[aria-label=残っていること] tbody tr");
  expect([...rows].map((r) => r.textContent?.replace(/\s+/g, "").slice(0, 5))).toEqual(["請求できな", "要確認山田"]);
  rows[1]?.focus();
  await press("Enter");
  expect(session.goto).toMatchObject({ screen: "visit", worker: 1, day: "2025-10-31", field: "course" });
});

test("書きかけは続けられ、捨てる前に聞く", async () => {
  memory.answers.draft = { body: null };
  memory.answers.drop_draft = {};
  const button = (word: string) => [...document.querySelectorAll("button")].find((b) => b.textContent === word);
  button("捨てる")?.click();
  await settle();
  expect(memory.asked("drop_draft")).toEqual([]);
  button("続ける")?.click();
  await vi.waitFor(() => expect(session.goto).toMatchObject({ screen: "intake", field: "form:5" }));
});

test("書きかけの続きは、書きかけ自身が覚えている場所", () => {
  const goto = { screen: "visit", worker: 1, case: 2, day: "2025-10-03", field: null };
  expect(draftTarget("act:34", JSON.stringify({ goto }))).toEqual(goto);
  expect(draftTarget("intake:12", null)).toEqual({ screen: "intake", case: 12 });
  expect(draftTarget("settings", "{}")).toEqual({ screen: "settings" });
  expect(draftTarget("act:34", "こわれた文")).toBeNull();
});
