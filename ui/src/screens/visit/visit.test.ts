import { clearMocks } from "@tauri-apps/api/mocks";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AttendanceForm, Commands, MonthView } from "../../backend/backend";
import { onWindowKeyDown } from "../../keys/window-keys";
import { session } from "../../state/session.svelte";
import Screen from "./Screen.svelte";
import { actHit, answerWith, found, lineOf, monthOf, visitOf } from "./testing";
import { emptyAct } from "./words";

// ---- the screen with keys --------------------------------------------------------------------------------------------

let screen: ReturnType<typeof mount> | undefined;
const listen = (event: KeyboardEvent) => onWindowKeyDown(event);

beforeEach(() => {
  window.addEventListener("keydown", listen);
  session.status = {
    state: "open", message: "", path: "", demo: false, today: "2025-10-14", today_ja: "", program: "", facility_ready: true,
    facility_name: "", staff: [{ name: "医師 北都", administrator: true }, { name: "受付 佐藤", administrator: false }], check_message: "",
  };
  session.act("受付 佐藤");
});

afterEach(async () => {
  if (screen) await unmount(screen);
  screen = undefined;
  window.removeEventListener("keydown", listen);
  clearMocks();
  document.body.innerHTML = "";
});

/** Lets answers and effects come through. */
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
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  (document.activeElement ?? document.body).dispatchEvent(event);
  await settle();
}

interface Given {
  view?: MonthView;
  save?: (request: { form: AttendanceForm }) => Commands["save_attendance"][1];
  draft?: unknown;
  more?: Parameters<typeof answerWith>[0];
}

async function open({ view = monthOf(), save, draft, more = {} }: Given = {}, field: string | null = null) {
  const { asked } = answerWith({
    month: () => view,
    facility: () => ({ departments: ["整形外科"] }) as Commands["facility"][1],
    find: () => found([actHit(), actHit({ code: "2", name: "熱傷処置" })]),
    find_site: () => ({ hits: [{ site: "左手第2指", factor: "×2" }] }),
    ...(save ? { save_attendance: save } : {}),
    ...(draft ? { draft: () => ({ body: JSON.stringify(draft) }) } : {}),
    ...more,
  });
  screen = mount(Screen, {
    target: document.body,
    props: { goto: { screen: "visit", worker: 3, case: 1, day: "2025-10-14", field } },
  });
  await settle();
  const requests = (command: string) => asked.filter((a) => a.command === command).map((a) => a.request);
  return { requests };
}

/** Answers a save with the same month, in which the attendance holds what was sent. */
function saving(total: number): (request: { form: AttendanceForm }) => Commands["save_attendance"][1] {
  return ({ form }) => ({
    saved: true,
    id: 7,
    messages: [],
    view: monthOf({ attendances: [visitOf({ ...form, id: 7, revision: 2 }, [lineOf({ acts: [0], points: 104 })])], total }),
  });
}

describe("行為を入れる", () => {
  test("いちばん上を Enter、部位は前のものを Enter、面積を入れて Enter で保存し、次の行為を待つ", async () => {
    const { requests } = await open({ save: saving(2668) });
    expect(document.activeElement).toBe(box("entry"));
    await type("entry", "そうしょう");
    await press("Enter");
    expect(box("entry_sites").value).toBe("左手第2指");
    await press("Enter");
    await type("entry_area", "６");
    await press("Enter");
    const [sent] = requests("save_attendance") as [{ form: AttendanceForm }];
    expect(sent.form.acts).toEqual([emptyAct({ code: "140000610", name: "創傷処置", sites: ["左手第2指"], area: "6" })]);
    expect(document.activeElement).toBe(box("entry"));
    expect(document.body.textContent).toContain("+1,248円");
    expect(document.querySelector("tbody td")?.textContent).toBeDefined();
  });

  test("ない部位は、その言葉を残したまま理由を言う", async () => {
    const { requests } = await open({ save: saving(0), more: { find_site: () => ({ hits: [] }) } });
    await type("entry", "そうしょう");
    await press("Enter");
    await type("entry_sites", "みぎこころ");
    await press("Enter");
    expect(box("entry_sites").value).toBe("みぎこころ");
    expect(document.body.textContent).toContain("「みぎこころ」という部位はありません。");
    await type("entry_sites", "みぎ");
    expect(document.body.textContent).not.toContain("という部位はありません。");
    expect(requests("save_attendance")).toEqual([]);
  });

  test("変換を確かめる Enter では何も起こらない", async () => {
    const { requests } = await open({ save: saving(0) });
    await type("entry", "そうしょう");
    await press("Enter", { isComposing: true });
    await press("Enter", { keyCode: 229 });
    expect(document.querySelector('input[name="entry_sites"]')).toBeNull();
    expect(requests("save_attendance")).toEqual([]);
  });

  test("断られた値は欄に残り、その下に理由が出る", async () => {
    const save = () => ({
      saved: false,
      id: null,
      messages: [{ field: "acts.0.area", severity: "blocks", text: "面積が大きすぎます。" }],
      view: monthOf(),
    });
    await open({ save });
    await type("entry", "そうしょう");
    await press("Enter");
    await press("Enter");
    await type("entry_area", "99999");
    await press("Enter");
    expect(box("entry_area").value).toBe("99999");
    expect(document.body.textContent).toContain("面積が大きすぎます。");
  });

  test("数でない面積はそのまま残り、保存しない", async () => {
    const { requests } = await open({ save: saving(0) });
    await type("entry", "そうしょう");
    await press("Enter");
    await press("Enter");
    await type("entry_area", "abc");
    await press("Enter");
    expect(box("entry_area").value).toBe("abc");
    expect(document.body.textContent).toContain("数字で入力してください。");
    expect(requests("save_attendance")).toEqual([]);
  });

  test("「、」で部位を続けて入れ、倍率がちがえば続いた創かを聞く", async () => {
    const sites: Record<string, string> = { みぎうで: "右前腕", こし: "腰部" };
    const find_site = ({ text }: { text: string }) => ({
      hits: text === "" ? [{ site: "左手第2指", factor: "×2" }] : [{ site: sites[text] ?? text, factor: text === "こし" ? "×1" : "×1.5" }],
    });
    const { requests } = await open({ save: saving(0), more: { find_site } });
    await type("entry", "そうしょう");
    await press("Enter");
    await type("entry_sites", "みぎうで、");
    await type("entry_sites", "こし");
    await press("Enter");
    expect(document.body.textContent).toContain("続いた創ですか");
    await press("1");
    await type("entry_area", "30");
    await press("Enter");
    const [sent] = requests("save_attendance") as [{ form: AttendanceForm }];
    expect(sent.form.acts[0]).toMatchObject({ sites: ["右前腕", "腰部"], continuous: true, area: "30" });
  });

  test("書きかけの行為は、開き直すと戻っている", async () => {
    const draft = {
      entry: { text: "そう", hit: actHit(), act: emptyAct({ code: "140000610", name: "創傷処置", sites: ["左手第2指"] }), picked: [{ site: "左手第2指", factor: "×2" }], ask: "area", answer: "12" },
      form: null,
    };
    await open({ draft });
    expect(box("entry_area").value).toBe("12");
    expect(document.activeElement).toBe(box("entry_area"));
  });

  test("打ちかけは書きとめる", async () => {
    vi.useRealTimers();
    const { requests } = await open({ save: saving(0) });
    await type("entry", "そうしょう");
    await press("Enter");
    await new Promise((resolve) => setTimeout(resolve, 320));
    const kept = requests("save_draft") as { key: string; body: string }[];
    expect(kept.at(-1)?.key).toBe("act:1:2025-10-14");
    expect(JSON.parse(kept.at(-1)?.body ?? "{}")).toMatchObject({ entry: { hit: { code: "140000610" }, ask: "sites" } });
  });
});

describe("答えることと確定", () => {
  const asked = lineOf({
    outcome: "proposed", ja: "救急医療管理加算", question: "emergency_care", question_ja: "初診時に救急医療を行いましたか",
    answer_kind: "yes_no", yes_no: true, day: "2025-10-14",
  });

  test("Alt+Y で答え、確かめた人の名前がつく", async () => {
    const view = monthOf({ attendances: [visitOf({}, [asked])] });
    const { requests } = await open({ view, more: { answer: () => monthOf({ total: 2670 }) } });
    expect(document.body.textContent).toContain("初診時に救急医療を行いましたか？");
    await press("y", { altKey: true });
    expect(requests("answer")).toEqual([
      { case: 1, month: "2025-10", day: "2025-10-14", question: "emergency_care", value: "yes", text: "", by: "受付 佐藤" },
    ]);
    expect(document.body.textContent).toContain("+1,250円");
  });

  test("確定した月は入力欄がなく、外し方を示す", async () => {
    const frozen = { ...monthOf().cases[0], state: "finalized", state_ja: "確定" } as MonthView["cases"][number];
    await open({ view: monthOf({ cases: [frozen] }) });
    expect(document.querySelector('input[name="entry"]')).toBeNull();
    expect(document.body.textContent).toContain("「月次請求」で確定を外します");
  });

  test("新しい受診は、初めの行為といっしょに保存する", async () => {
    const view = monthOf({ attendances: [], days: monthOf().days.map((d) => ({ ...d, attendances: 0 })) });
    const { requests } = await open({ view, save: saving(3850) }, "new");
    expect(document.body.textContent).toContain("未登録");
    expect(requests("save_attendance")).toEqual([]);
    await press("Enter");
    const [sent] = requests("save_attendance") as [{ form: AttendanceForm }];
    expect(sent.form).toMatchObject({ id: null, case: 1, day: "2025-10-14", acts: [] });
  });
});
