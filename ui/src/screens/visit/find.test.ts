import { clearMocks } from "@tauri-apps/api/mocks";
import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AttendanceForm, Commands } from "../../backend/backend";
import { onWindowKeyDown } from "../../keys/window-keys";
import { notices } from "../../parts";
import { session } from "../../state/session.svelte";
import Screen from "./Screen.svelte";
import { actHit, answerWith, drugHit, found, lineOf, monthOf, visitOf } from "./testing";
import { emptyAct } from "./words";

let screen: ReturnType<typeof mount> | undefined;
const listen = (event: KeyboardEvent) => onWindowKeyDown(event);

beforeEach(() => {
  // jsdom has none.
  vi.stubGlobal("CSS", { escape: (text: string) => text });
  window.addEventListener("keydown", listen);
  session.status = {
    state: "open", message: "", path: "", demo: false, today: "2025-10-14", today_ja: "", program: "", facility_ready: true,
    facility_name: "", staff: [{ name: "受付 佐藤", administrator: false }], check_message: "",
  };
  session.act("受付 佐藤");
  notices.clear();
});

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
  const at = document.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (!at) throw new Error(`no box ${name}`);
  return at;
}

async function type(name: string, text: string): Promise<void> {
  box(name).focus();
  box(name).value = text;
  box(name).dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
}

async function press(key: string): Promise<void> {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  await settle();
}

function saving({ form }: { form: AttendanceForm }): Commands["save_attendance"][1] {
  const view = monthOf({ attendances: [visitOf({ ...form, id: 7, revision: 2 }, [lineOf({ acts: [0] })])] });
  return { saved: true, id: 7, messages: [], view };
}

async function open(find: (request: Commands["find"][0]) => Commands["find"][1], more: Parameters<typeof answerWith>[0] = {}) {
  const { asked } = answerWith({
    month: () => monthOf(),
    facility: () => ({ departments: ["整形外科"] }) as Commands["facility"][1],
    find_site: () => ({ hits: [] }),
    save_attendance: saving,
    find,
    ...more,
  });
  screen = mount(Screen, { target: document.body, props: { goto: { screen: "visit", worker: 3, case: 1, day: "2025-10-14", field: null } } });
  await settle();
  const requests = (command: string) => asked.filter((a) => a.command === command).map((a) => a.request);
  const acts = () => (requests("save_attendance").at(-1) as { form: AttendanceForm } | undefined)?.form.acts;
  return { requests, acts };
}

const bought = actHit({
  kind: "material", code: "788888003", kubun: "", name: "固定用伸縮性包帯", points: "購入価格", unit: "巻", asks_site: false, asks_area: false,
});

describe("1つの箱で行為も薬剤も材料もさがす", () => {
  test("薬剤を選ぶと名前・単位・薬価が入っていて、使用量だけを聞く", async () => {
    const { acts, requests } = await open(() => found([drugHit()], { totals: [{ kind: "drug", ja: "薬剤", count: 1 }] }));
    await type("entry", "ろき");
    expect(requests("find")).toEqual([{ text: "ろき", day: "2025-10-14", case: 1, kinds: [] }]);
    expect(document.body.textContent).toContain("薬剤1");
    expect(document.body.textContent).toContain("10.1円/錠");
    await press("Enter");
    expect(box("drug0_name").value).toBe("ロキソニン錠６０ｍｇ");
    expect(document.querySelector('input[name="drug0_price"]')).toBeNull();
    expect(document.body.textContent).toContain("10.1円");
    expect(document.activeElement).toBe(box("drug0_quantity"));
    await type("drug0_quantity", "3");
    await type("days", "5");
    await press("F12");
    expect(acts()?.at(-1)).toEqual(
      emptyAct({ drug_use: "internal", days: "5", drugs: [{ code: "620098801", name: "ロキソニン錠６０ｍｇ", price: "", quantity: "3", unit: "錠" }] }),
    );
  });

  test("使い方が決まらない薬剤は、使い方から聞く", async () => {
    await open(() => found([drugHit({ drug_use: "" })]));
    await type("entry", "きし");
    await press("Enter");
    expect(document.activeElement?.closest("[role=radiogroup]") ?? document.activeElement).not.toBe(box("drug0_quantity"));
    expect(document.querySelector('[role=dialog]')?.contains(document.activeElement)).toBe(true);
  });

  test("購入価格の材料は、価格を聞く", async () => {
    const { acts } = await open(() => found([bought]));
    await type("entry", "ほうたい");
    await press("Enter");
    expect(document.activeElement).toBe(box("drug0_price"));
    await type("drug0_price", "250");
    await type("drug0_quantity", "2");
    await press("F12");
    expect(acts()?.at(-1)?.material).toEqual({ code: "788888003", name: "固定用伸縮性包帯", price: "250", quantity: "2", unit: "巻" });
  });

  test("薬剤の窓の名前欄でもさがせ、名前を打ち直すとコードは外れる", async () => {
    const { requests } = await open(() => found([drugHit()]));
    await type("entry", "ろき");
    await press("Enter");
    await type("drug0_name", "ろきそ");
    expect(requests("find").at(-1)).toEqual({ text: "ろきそ", day: "2025-10-14", case: null, kinds: ["drug"] });
    expect(box("drug0_price").value).toBe("");
    await press("Enter");
    expect(box("drug0_name").value).toBe("ロキソニン錠６０ｍｇ");
    expect(document.querySelector('input[name="drug0_price"]')).toBeNull();
  });

  test("その日に使えないものは、理由を言って開かない", async () => {
    await open(() => found([drugHit({ refused: "令和7年3月31日までのコードです（この日には使えません）" })]));
    await type("entry", "620098801");
    await press("Enter");
    expect(document.querySelector("[role=dialog]")).toBeNull();
    expect(notices.list.map((n) => n.todo)).toContain("令和7年3月31日までのコードです（この日には使えません）");
  });

  test("いっしょに打った部位は、Enter で決まる", async () => {
    const { acts } = await open(() => found([actHit({ asks_area: false })], { sites: ["右膝", "左膝"] }));
    await type("entry", "両膝 湿布");
    expect(document.body.textContent).toContain("部位 右膝・左膝");
    await press("Enter");
    expect(box("entry_sites").value).toBe("");
    await press("Enter");
    expect(acts()?.at(-1)?.sites).toEqual(["右膝", "左膝"]);
  });

  test("聞くことのないセットは、選ぶと行為が入る", async () => {
    const set = actHit({ kind: "set", code: "4", kubun: "", name: "物療一式", note: "消炎鎮痛等処置", points: "1件" });
    const { acts, requests } = await open(() => found([set]), {
      open_set: () => ({ id: 4, name: "物療一式", asks: [], acts: [], said: [] }),
      apply_set: () => ({ acts: [emptyAct({ code: "140040310" })], messages: [], said: [] }),
    });
    await type("entry", "ぶつ");
    await press("Enter");
    expect(requests("apply_set")).toEqual([{ id: 4, day: "2025-10-14", answers: [] }]);
    expect(acts()?.map((a) => a.code)).toEqual(["140040310"]);
  });
});
