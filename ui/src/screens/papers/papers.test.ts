import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PaperField, PaperForm, PapersView, PaperView } from "../../backend/backend";
import { type Memory, refusal, remember } from "../../backend/memory";
import * as sample from "../../backend/sample";
import { FunctionKeys } from "../../keys";
import { Asks, notices } from "../../parts";
import { session } from "../../state/session.svelte";
import { clear, press, settle, show, sit, textOf, type } from "../../state/testing";
import Screen from "./Screen.svelte";
import { monthJa, monthPlus, turned } from "./shown";

const GOTO = { screen: "papers", worker: 1, case: 11, day: "2025-11", field: null };

const VIEW: PapersView = {
  worker: 1, case: 11, name: "山田 花子", kana: "ヤマダ ハナコ", birth_ja: "昭和55年4月2日生　45歳", patient_number: "00123",
  injured_on_ja: "令和7年10月3日", cause_ja: "業務災害", diseases: "右前腕切創", month: "2025-11", month_ja: "令和7年11月",
  day: "2025-11-07", refused: "",
  kinds: [
    { paper: "guidance_1", digit: "1", name: "指導管理箋", reader: "産業医に出す", number: "別紙様式1", fee_ja: "指導料", next: 2, last_ja: "令和7年10月20日", refused: "", inferred: "" },
    { paper: "course_summary", digit: "2", name: "傷病経過等概要書", reader: "転医先に出す", number: "", fee_ja: "", next: 1, last_ja: "", refused: "", inferred: "" },
  ],
  issued: [
    { id: 7, revision: 2, paper: "guidance_1", name: "指導管理箋", reader: "産業医に出す", issued: "2025-10-20", issued_ja: "令和7年10月20日(月)", count_ja: "1回目", doctor: "見本 太郎", kept_ja: "10月20日 9:30　佐藤 春子", refused: "" },
  ],
};

function field(change: Partial<PaperField>): PaperField {
  return { id: "", label: "", kind: "text", width: 6, rows: 1, options: [], unit: "", required: false, hint: "", shown: "", ...change };
}

const CHECKS = field({
  id: "general", label: "全般", kind: "checks",
  options: [{ value: "1", label: "動かさない" }, { value: "2", label: "重い物に注意" }, { value: "3", label: "休む" }],
});

function paper(change: Partial<PaperForm> = {}): PaperView {
  return {
    form: { id: null, revision: 0, case: 11, paper: "guidance_1", values: { name: "山田 花子", nth: "2", symptoms: "", general: "" }, ...change },
    name: "指導管理箋", reader: "産業医に出す", inferred: "", refused: "", cite_ja: "算定マニュアル I 29", kept_ja: "",
    groups: [
      { title: "労働者", fields: [field({ id: "nth", label: "第何回", kind: "number" }), field({ id: "name", label: "氏名", kind: "fixed", shown: "山田 花子" })] },
      { title: "症状", fields: [field({ id: "symptoms", label: "現在の症状", kind: "lines", required: true }), CHECKS] },
    ],
  };
}

const sheets = (form: PaperForm) => ({ title: "指導管理箋", pages: [`<svg><text>${form.values["symptoms"] ?? ""}</text></svg>`], problems: [] });

let memory: Memory;
let others: Record<string, unknown>[];

beforeEach(async () => {
  notices.clear();
  memory = remember({
    status: sample.status, papers: VIEW, draft: { body: null }, save_draft: {}, drop_draft: {},
    paper: ({ id }) => (id === null ? paper() : paper({ id, revision: 2 })),
    paper_sheet: sheets,
  });
  sit(sample.status, "佐藤 春子");
  session.go(GOTO);
  show(Screen, { goto: GOTO });
  others = [mount(FunctionKeys, { target: document.body }), mount(Asks, { target: document.body })];
  await settle();
});

afterEach(async () => {
  for (const other of others) await unmount(other);
  await clear();
});

const nameOf = () => document.activeElement?.getAttribute("name") ?? "";

async function later(): Promise<void> {
  await new Promise((done) => setTimeout(done, 300));
  await settle();
}

test("一覧は出したものから始まり、番号で新しい文書、Enter で前の文書が開く", async () => {
  expect(memory.asked("papers")).toEqual([{ case: 11, month: "2025-11" }]);
  expect(document.activeElement?.textContent).toContain("令和7年10月20日(月)");
  await press("1");
  expect(memory.asked("paper")).toEqual([{ id: null, case: 11, paper: "guidance_1", day: "2025-11-07" }]);
  expect(nameOf()).toBe("nth");
  await press("Escape");
  await settle();
  await press("Enter");
  expect(memory.asked("paper")[1]).toEqual({ id: 7, case: 11, paper: "", day: "" });
});

test("打つと紙面が変わり、書きかけが残る", async () => {
  await press("1");
  await press("Enter");
  expect(nameOf()).toBe("symptoms");
  await type("示指が痛む");
  await later();
  expect(textOf(".sheet")).toBe("示指が痛む");
  const kept = memory.asked("save_draft").at(-1);
  expect(kept?.key).toBe("paper:11:guidance_1");
  const body = JSON.parse(kept?.body ?? "{}") as { goto: unknown; form: PaperForm };
  expect(body.goto).toEqual({ screen: "papers", worker: 1, case: 11, day: "2025-11", field: "new:guidance_1" });
  expect(body.form.values["symptoms"]).toBe("示指が痛む");
});

test("足りないところはその欄に出て、そこへ行く。保存すると書きかけは消える", async () => {
  memory.answers.save_paper = ({ form }) => ({
    saved: false, form, messages: [{ field: "symptoms", severity: "blocks", text: "「現在の症状」が空です。書いてください。" }],
  });
  await press("1");
  await press("F12");
  await settle();
  expect(nameOf()).toBe("symptoms");
  expect(textOf("main, body")).toContain("「現在の症状」が空です。");
  await type("痛む");
  expect(textOf("main, body")).not.toContain("「現在の症状」が空です。");
  memory.answers.save_paper = ({ form }) => ({ saved: true, form: { ...form, id: 9, revision: 1 }, messages: [] });
  await press("F12");
  await settle();
  expect(memory.asked("save_paper").at(-1)?.form.values["symptoms"]).toBe("痛む");
  expect(memory.asked("drop_draft")).toContainEqual({ key: "paper:11:guidance_1" });
  // Nothing is lost, so nothing is asked.
  await press("Escape");
  await settle();
  expect(textOf("h1")).toBe("文書");
});

test("Esc は捨てる前にたずね、続けると何も変わらない", async () => {
  await press("1");
  await press("Enter");
  await type("痛む");
  await press("Escape");
  expect(textOf("[role=dialog]")).toContain("書きかけを捨てますか");
  await press("Escape");
  await settle();
  expect(textOf("h1")).toBe("指導管理箋");
  expect(document.querySelector<HTMLTextAreaElement>("textarea")?.value).toBe("痛む");
  await press("Escape");
  const yes = [...document.querySelectorAll<HTMLButtonElement>("[role=dialog] button")].find((b) => b.textContent?.includes("捨てる"));
  yes?.click();
  await settle();
  expect(textOf("h1")).toBe("文書");
  expect(memory.asked("drop_draft")).toContainEqual({ key: "paper:11:guidance_1" });
});

test("選ぶ欄は番号で入り切りし、Enter で先へ進む", async () => {
  memory.answers.save_paper = ({ form }) => ({ saved: true, form: { ...form, id: 9, revision: 1 }, messages: [] });
  await press("1");
  await press("Enter");
  await press("Enter");
  expect(nameOf()).toBe("general");
  await press("3");
  await press("1");
  await press("2");
  await press("2");
  await press("F12");
  await settle();
  expect(memory.asked("save_paper")[0]?.form.values["general"]).toBe("1,3");
  expect(turned(CHECKS, "1,3", "2")).toBe("1,2,3");
});

test("印刷と PDF は保存してから。印刷できない字があれば、その文を出す", async () => {
  memory.answers.save_paper = ({ form }) => ({ saved: true, form: { ...form, id: 9, revision: 1 }, messages: [] });
  memory.answers.write_paper_pdf = { files: ["書類/指導管理箋.pdf"], message: "1枚を 書類/指導管理箋.pdf に書きました。" };
  await press("1");
  await press("F8");
  await settle();
  expect(memory.asked("save_paper")).toHaveLength(1);
  expect(memory.asked("write_paper_pdf")).toEqual([{ id: 9 }]);
  memory.answers.paper_sheet = { title: "指導管理箋", pages: [], problems: ["指導管理箋・氏名：1行目の1文字目「𠮷」は…"] };
  await press("F9");
  await settle();
  // Saved once: it did not change in between.
  expect(memory.asked("save_paper")).toHaveLength(1);
  expect(textOf(".problems")).toContain("「𠮷」");
});

test("ほかの人が先に直していたら、打ったものを残して知らせる", async () => {
  await press("Enter");
  await press("Enter");
  await type("痛む");
  memory.answers.save_paper = () => {
    throw refusal("stale", "ほかの人が先に直しました。");
  };
  memory.answers.paper = paper({ id: 7, revision: 3 });
  await press("F12");
  await settle();
  expect(document.querySelector<HTMLTextAreaElement>("textarea")?.value).toBe("痛む");
  memory.answers.save_paper = ({ form }) => ({ saved: true, form: { ...form, revision: 4 }, messages: [] });
  await press("F12");
  await settle();
  expect(memory.asked("save_paper").at(-1)?.form.revision).toBe(3);
});

test("確定した月の文書は直せないが、刷れる", async () => {
  memory.answers.paper = { ...paper({ id: 7, revision: 2 }), refused: "令和7年10月の内訳書は確定しています。" };
  await press("Enter");
  expect(textOf("main, body")).toContain("令和7年10月の内訳書は確定しています。");
  await press("F12");
  expect(memory.asked("save_paper")).toEqual([]);
  expect(document.querySelector<HTMLTextAreaElement>("textarea")?.readOnly).toBe(true);
});

test("月はどの書き方でも読める", () => {
  for (const typed of ["R8.3", "8.3", "0803", "2026-03", "令和8年3月", "令和8年3月頃"]) expect(monthJa(typed), typed).toBe("令和8年3月");
  for (const typed of ["", "来年", "8.13", "2026", "1999"]) expect(monthJa(typed), typed).toBe("");
  expect([monthPlus("2025-12", 1), monthPlus("2026-01", -1), monthPlus("2025-11", -1)]).toEqual(["2026-01", "2025-12", "2025-10"]);
});
