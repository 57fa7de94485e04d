import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Memory, refusal, remember } from "../../backend/memory";
import * as sample from "../../backend/sample";
import { FunctionKeys } from "../../keys";
import { Asks, notices } from "../../parts";
import { session } from "../../state/session.svelte";
import { clear, press, settle, show, sit, textOf } from "../../state/testing";
import Screen from "./Screen.svelte";
import { monthPlus } from "./state.svelte";

let memory: Memory;
let others: Record<string, unknown>[];

beforeEach(async () => {
  notices.clear();
  memory = remember({ today: sample.today, close: ({ month }) => ({ ...sample.close, month }), status: sample.status });
  sit(sample.status, "佐藤 春子");
  session.go({ screen: "month" });
  show(Screen, {});
  others = [mount(FunctionKeys, { target: document.body }), mount(Asks, { target: document.body })];
  await settle();
});

afterEach(async () => {
  for (const other of others) await unmount(other);
  await clear();
});

const focused = () => document.activeElement?.textContent?.replace(/\s+/g, "") ?? "";

test("期限の近い月から始まり、PageUp で前の月", async () => {
  expect(memory.asked("close")).toEqual([{ month: "2025-10" }]);
  await press("PageUp");
  expect(memory.asked("close")[1]).toEqual({ month: "2025-09" });
  expect(monthPlus("2025-12", 1)).toBe("2026-01");
  expect(monthPlus("2026-01", -1)).toBe("2025-12");
});

test("不備は重い順に開いていて、Enter で直す場所へ行き、戻ると同じ月", async () => {
  expect(focused()).toContain("山田花子");
  await press("ArrowDown");
  expect(focused()).toContain("確定できない10月3日");
  await press("Enter");
  expect(session.goto).toMatchObject({ screen: "visit", case: 11, day: "2025-10-03", field: "acts.0.area" });
  session.back();
  expect(session.goto).toMatchObject({ screen: "month", day: "2025-10", case: 11, field: "11.0" });
  session.back();
  expect(session.screen).toBe("today");
});

test("質問の不備は、その文のある行へ行く", async () => {
  const [row] = sample.close.rows;
  if (!row) throw new Error("no row");
  const fault = { severity: "check", place: "令和7年10月3日・救急医療管理加算", message: "初診時に救急医療を行いましたか。", goto: { ...sample.nowhere, screen: "visit", worker: 1, case: 11, day: "2025-10-03" } };
  memory.answers.close = { ...sample.close, month: "2025-09", rows: [{ ...row, faults: [fault] }] };
  await press("PageUp");
  // What is only to be looked at opens with →.
  await press("ArrowRight");
  await press("ArrowRight");
  await press("Enter");
  expect(session.goto).toMatchObject({ screen: "visit", case: 11, day: "2025-10-03", field: "line:初診時に救急医療を行いましたか。" });
});

test("照合を待つ値は名前で出て、そこへ行ける。確定の後に変わった値は行に出る", async () => {
  const [draft, , , final] = sample.close.rows;
  if (!draft || !final) throw new Error("no rows");
  const goto = { ...sample.nowhere, screen: "settings", field: "values:repeat_visit_fee" };
  const waits = { severity: "blocks", place: "料金表の値・再診料", message: "まだ告示・通達と照合していません。", goto };
  const other = { ...waits, place: "料金表の値・初診料", goto: { ...goto, field: "values:initial_visit_fee" } };
  const moved = { severity: "check", place: "確定の後の値の変更", message: "確定の後に値が変わりました。", goto };
  const rows = [{ ...draft, faults: [other, waits] }, { ...draft, case: 12, name: "木村 五月", faults: [waits] }, { ...final, faults: [moved] }];
  memory.answers.close = { ...sample.close, month: "2025-09", rows };
  await press("PageUp");
  const table = [...document.querySelectorAll("[aria-label='照合を待つ値'] tbody tr")].map((tr) => tr.textContent?.replace(/\s+/g, ""));
  expect(table).toEqual(["再診料2件", "初診料1件"]);
  const marks = [...document.querySelectorAll("[role=treeitem][aria-level='1']")].map((line) => line.textContent?.includes("値が変わりました"));
  expect(marks).toEqual([false, false, true]);
  document.querySelector<HTMLElement>("[aria-label='照合を待つ値'] tbody tr")?.focus();
  await press("Enter");
  expect(session.goto).toMatchObject({ screen: "settings", field: "values:repeat_visit_fee" });
  session.back();
  expect(session.goto).toMatchObject({ screen: "month", day: "2025-09" });
});

test("← で不備をたたみ、→ で開く", async () => {
  await press("ArrowLeft");
  await press("ArrowDown");
  expect(focused()).toContain("山下次郎");
  await press("ArrowUp");
  await press("ArrowRight");
  await press("ArrowRight");
  expect(focused()).toContain("確定できない");
});

test("F5 は選んだ内訳書を、まとめて確定は点検済をひとつずつ確定する", async () => {
  memory.answers.finalize = sample.close;
  memory.answers.status = sample.status;
  await press("F4");
  await press("End");
  await press("ArrowUp");
  await press("F5");
  expect(memory.asked("finalize")).toEqual([{ case: 31, month: "2025-10" }]);

  await press("Shift+F5");
  expect(textOf("[role=dialog]")).toContain("2件を確定します");
  await press("Enter");
  await settle();
  expect(memory.asked("finalize").slice(1)).toEqual([{ case: 21, month: "2025-10" }, { case: 31, month: "2025-10" }]);
});

test("断られた確定はその文を出し、残りを続けない", async () => {
  memory.answers.finalize = () => {
    throw refusal("refused", "面積が入っていません。");
  };
  await press("Shift+F5");
  await press("Enter");
  await settle();
  expect(memory.asked("finalize")).toHaveLength(1);
  expect(notices.list.map((n) => n.text)).toContain("面積が入っていません。");
});

test("F6 は理由を聞いてから外す", async () => {
  memory.answers.lift = sample.close;
  await press("End");
  await press("F6");
  await press("F12");
  expect(memory.asked("lift")).toEqual([]);
  const box = document.querySelector<HTMLInputElement>("input[name=reason]");
  box?.focus();
  if (box) box.value = "面積の誤り";
  box?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await press("F12");
  expect(memory.asked("lift")).toEqual([{ case: 41, month: "2025-10", reason: "面積の誤り" }]);
});

test("F7 で紙面を見て PageDown で次の内訳書、F6 で所定の用紙", async () => {
  memory.answers.sheet = ({ case: one, mode }) => sample.sheet(`${one ?? ""} ${mode}`);
  await press("ArrowDown");
  await press("ArrowDown");
  await press("ArrowDown");
  await press("F7");
  expect(memory.asked("sheet")[0]).toMatchObject({ what: "statement", case: 21, mode: "framed" });
  await press("PageDown");
  await press("F6");
  expect(memory.asked("sheet").at(-1)).toMatchObject({ case: 31, mode: "overlay" });
});

test("印刷は用紙の種類をまぜず、倍率の注意を出す", async () => {
  await press("F12");
  const text = textOf("[role=dialog]");
  expect(text).toContain("拡大縮小なし（100%・実際のサイズ）で印刷");
  expect(text).toContain("帳票種別 34722 の用紙だけ");
  await press("4");
  expect(textOf("[role=dialog]")).toContain("帳票種別 34720 の用紙だけ");
});

test("PDF は選んだものをひとつの書き出しにする", async () => {
  memory.answers.write_pdf = { files: ["書類/10月.pdf"], message: "1枚を 書類/10月.pdf に書きました。" };
  await press("F8");
  await press("2");
  await press("F12");
  expect(memory.asked("write_pdf")).toEqual([
    { sheets: [{ month: "2025-10", what: "statement", case: 41, bundle: null, form: "", mode: "overlay" }] },
  ]);
  expect(notices.list.at(-1)?.text).toContain("書類/10月.pdf");
});

test("F4 は次の不備へ、さいごからははじめへ", async () => {
  await press("F4");
  expect(focused()).toContain("10月3日");
  await press("F4");
  expect(focused()).toContain("傷病の経過");
  await press("F4");
  expect(focused()).toContain("10月3日");
});

test("まとめて確定は途中で止められ、済んだものは済んだまま", async () => {
  let answer = () => {};
  memory.answers.finalize = () => new Promise((done) => (answer = () => done(sample.close)));
  await press("Shift+F5");
  await press("Enter");
  expect(textOf(".progress")).toContain("0 / 2");
  [...document.querySelectorAll("button")].find((b) => b.textContent === "中断する")?.click();
  answer();
  await settle();
  expect(memory.asked("finalize")).toHaveLength(1);
  expect(notices.list.map((n) => n.text)).toEqual(["1件を確定しました。", "1件はまだ確定していません。"]);
  expect(document.querySelector(".progress")).toBeNull();
});
