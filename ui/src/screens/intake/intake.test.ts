import { clearMocks } from "@tauri-apps/api/mocks";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Commands, IntakeChecked, IntakeField, IntakeForm, IntakeSheet } from "../../backend/backend";
import { onWindowKeyDown } from "../../keys/window-keys";
import { asks } from "../../parts/asks.svelte";
import { session } from "../../state/session.svelte";
import { answerWith } from "../visit/testing";
import Screen from "./Screen.svelte";
import { isShown, messagesByField, withProposals } from "./shown";

function fieldOf(id: string, change: Partial<IntakeField> = {}): IntakeField {
  return { id, no: "", label: id, kind: "text", width: 10, options: [], when_field: "", when_values: [], ...change };
}

const SHEET: IntakeSheet = {
  form: "5",
  title: "様式第5号　療養補償給付",
  groups: [
    { title: "用紙", fields: [fieldOf("birth", { no: "⑨", kind: "birth", label: "生年月日" }), fieldOf("name", { label: "氏名" })] },
    {
      title: "聞くこと",
      fields: [
        fieldOf("private_disease", { kind: "choice", label: "私病", options: [{ value: "1", label: "いいえ" }, { value: "2", label: "はい" }] }),
        fieldOf("private_disease_text", { label: "私病の名前", when_field: "private_disease", when_values: ["2"] }),
        fieldOf("office", { label: "監督署" }),
      ],
    },
  ],
};

const CHECKED: IntakeChecked = {
  messages: [], echoes: {}, proposals: {}, hidden: ["private_disease_text"], sequence_class: "1 初診", decided: [], same_workers: [],
  same_case: null, same_case_ja: "",
};

const FORM: IntakeForm = { case: null, worker: null, revision: 0, worker_revision: 0, form: "5", fields: { private_disease: "1" }, kept: [] };

describe("欄を出す決まり", () => {
  const text = SHEET.groups[1]?.fields[1] as IntakeField;

  test("もとの欄の答えで、返事を待たずに出たり隠れたりする", () => {
    expect(isShown(text, { private_disease: "2" }, ["private_disease_text"])).toBe(true);
    expect(isShown(text, { private_disease: "1" }, [])).toBe(false);
  });

  test("「埋まっていれば」はその場で、「変わったら」は返事で決まる", () => {
    const filled = fieldOf("a", { when_field: "slips", when_values: ["filled"] });
    const changed = fieldOf("b", { when_field: "number", when_values: ["changed"] });
    expect([isShown(filled, { slips: "" }, null), isShown(filled, { slips: "1" }, null)]).toEqual([false, true]);
    expect([isShown(changed, { number: "1" }, null), isShown(changed, { number: "1" }, []), isShown(changed, {}, ["b"])]).toEqual([false, true, false]);
  });

  test("ひとつの欄には、いちばん重い理由だけ", () => {
    const messages = [
      { field: "a", severity: "blocks", text: "1" },
      { field: "a", severity: "check", text: "2" },
    ];
    expect(messagesByField(messages)["a"]?.text).toBe("1");
  });

  test("候補は空の欄にだけ入り、元が変われば引っこむ", () => {
    const first = withProposals({ office: "", name: "山田" }, {}, { office: "札幌中央", name: "x" }, []);
    expect(first).toEqual({ values: { office: "札幌中央", name: "山田" }, proposed: { office: "札幌中央" } });
    expect(withProposals(first.values, first.proposed, { office: "札幌東" }, []).values["office"]).toBe("札幌東");
    expect(withProposals(first.values, first.proposed, {}, []).values["office"]).toBe("");
    expect(withProposals({ office: "小樽" }, first.proposed, { office: "札幌東" }, []).values["office"]).toBe("小樽");
    expect(withProposals({ office: "" }, {}, { office: "札幌東" }, ["office"]).proposed).toEqual({});
  });
});

let screen: ReturnType<typeof mount> | undefined;
const listen = (event: KeyboardEvent) => onWindowKeyDown(event);

beforeEach(() => window.addEventListener("keydown", listen));

afterEach(async () => {
  if (screen) await unmount(screen);
  screen = undefined;
  window.removeEventListener("keydown", listen);
  clearMocks();
  document.body.innerHTML = "";
});

async function settle(): Promise<void> {
  for (let i = 0; i < 12; i += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    flushSync();
  }
}

function box(name: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (!found) throw new Error(`no box ${name}`);
  return found;
}

async function type(name: string, text: string): Promise<void> {
  box(name).focus();
  box(name).value = text;
  box(name).dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
}

async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
  await settle();
}

async function open(answers: Parameters<typeof answerWith>[0] = {}) {
  const { asked } = answerWith({
    intake: () => FORM,
    intake_sheet: () => SHEET,
    check_intake: () => CHECKED,
    ...answers,
  });
  screen = mount(Screen, { target: document.body, props: { goto: { screen: "intake", worker: null, case: null, day: null, field: "form:5" } } });
  await settle();
  return (command: string) => asked.filter((a) => a.command === command).map((a) => a.request);
}

describe("受付票を入れる", () => {
  test("Enter で次の欄へ、答えで出た欄も飛ばさない", async () => {
    await open();
    expect(document.activeElement).toBe(box("birth"));
    await press("Enter");
    expect(document.activeElement).toBe(box("name"));
    await press("Enter");
    await press("2");
    await press("Enter");
    expect(document.activeElement).toBe(box("private_disease_text"));
  });

  test("理由は欄の下に出て、値はそのまま残る", async () => {
    const check_intake = (form: IntakeForm): IntakeChecked => ({
      ...CHECKED,
      messages: form.fields["name"] === "やまだ" ? [{ field: "name", severity: "blocks", text: "漢字で入れてください。" }] : [],
    });
    await open({ check_intake });
    await type("name", "やまだ");
    expect(document.body.textContent).not.toContain("漢字で入れてください。");
    await press("Enter");
    expect(box("name").value).toBe("やまだ");
    expect(box("name").closest(".cell")?.textContent).toContain("漢字で入れてください。");
    await type("name", "山田");
    expect(document.body.textContent).not.toContain("漢字で入れてください。");
  });

  test("空の欄は、通りすぎてから言う", async () => {
    await open({ check_intake: () => ({ ...CHECKED, messages: [{ field: "birth", severity: "blocks", text: "生年月日が空です。" }] }) });
    expect(document.body.textContent).not.toContain("生年月日が空です。");
    await press("Enter");
    expect(document.body.textContent).toContain("生年月日が空です。");
  });

  test("遅れて来た古い返事は捨てる", async () => {
    const answers: ((checked: IntakeChecked) => void)[] = [];
    await open({ check_intake: () => new Promise((resolve) => answers.push(resolve)) });
    answers[0]?.(CHECKED);
    await settle();
    await type("name", "あ");
    await press("Enter");
    await type("name", "い");
    await press("Enter");
    answers[2]?.({ ...CHECKED, decided: ["新しい返事"] });
    answers[1]?.({ ...CHECKED, decided: ["古い返事"] });
    await settle();
    expect(document.body.textContent).toContain("新しい返事");
    expect(document.body.textContent).not.toContain("古い返事");
  });

  test("候補は印をつけて入り、通りすぎると確かになる", async () => {
    await open({ check_intake: (form) => ({ ...CHECKED, proposals: form.fields["office"] ? {} : { office: "札幌中央" } }) });
    expect(box("office").value).toBe("札幌中央");
    expect(box("office").closest(".cell")?.textContent).toContain("候補");
    box("office").focus();
    box("birth").focus();
    await settle();
    expect(box("office").closest(".cell")?.textContent).not.toContain("候補");
  });

  test("書きかけは戻り、F11 で捨てられる", async () => {
    const draft = { goto: null, form: { ...FORM, fields: { ...FORM.fields, name: "切田　太郎" } } };
    const requests = await open({ draft: () => ({ body: JSON.stringify(draft) }) });
    expect(box("name").value).toBe("切田　太郎");
    expect(document.body.textContent).toContain("前に入力していた内容を戻しました。");
    await press("F11");
    expect(box("name").value, "asked first").toBe("切田　太郎");
    asks.now?.answer(true);
    await settle();
    expect(box("name").value).toBe("");
    expect(requests("drop_draft")).toEqual([{ key: "intake:new:5" }]);
  });

  test("打つたびに書きとめる", async () => {
    const requests = await open();
    await type("name", "切田");
    await new Promise((resolve) => setTimeout(resolve, 300));
    const kept = requests("save_draft") as { key: string; body: string }[];
    expect(kept.at(-1)?.key).toBe("intake:new:5");
    expect(JSON.parse(kept.at(-1)?.body ?? "{}")).toMatchObject({ form: { fields: { name: "切田" } } });
  });

  test("誤りがあれば保存の前に聞き、要確認として保存すると診療入力へ進む", async () => {
    const save_intake = ({ keep_all, form }: Commands["save_intake"][0]): Commands["save_intake"][1] => ({
      saved: keep_all,
      messages: keep_all ? [] : [{ field: "birth", severity: "blocks", text: "生年月日が空です。" }],
      form: keep_all ? { ...form, case: 9, worker: 4 } : form,
    });
    const requests = await open({ save_intake });
    await press("F12");
    expect(document.querySelector("[role=dialog]")?.textContent).toContain("生年月日が空です。");
    await press("F12");
    expect((requests("save_intake") as Commands["save_intake"][0][]).map((r) => r.keep_all)).toEqual([false, true]);
    expect(session.goto).toMatchObject({ screen: "visit", worker: 4, case: 9, field: "new" });
    expect(requests("drop_draft")).toEqual([{ key: "intake:new:5" }]);
  });

  test("同じ人なら Alt+1 で、その人のこととして続ける", async () => {
    const hit = { worker: 4, name: "切田　太郎", kana: "キリタ　タロウ", birth_ja: "", patient_number: "1001", cases: [] };
    const requests = await open({
      check_intake: (form) => ({ ...CHECKED, same_workers: form.worker === null ? [hit] : [] }),
      intake: ({ worker }) => (worker === null ? FORM : { ...FORM, worker, worker_revision: 2, fields: { ...FORM.fields, name: "切田　太郎" } }),
    });
    expect(document.body.textContent).toContain("同じ人ですか");
    await press("1", { altKey: true });
    expect(box("name").value).toBe("切田　太郎");
    expect(document.body.textContent).not.toContain("同じ人ですか");
    expect((requests("check_intake") as IntakeForm[]).at(-1)?.worker).toBe(4);
  });
});
