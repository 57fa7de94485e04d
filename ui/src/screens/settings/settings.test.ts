import { mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Memory, refusal, remember } from "../../backend/memory";
import * as sample from "../../backend/sample";
import { FunctionKeys } from "../../keys";
import { notices } from "../../parts";
import { session } from "../../state/session.svelte";
import { clear, press, settle, show, sit, textOf, type } from "../../state/testing";
import Screen from "./Screen.svelte";
import { merged } from "./state.svelte";
import { readTime } from "./time";

let memory: Memory;
let keys: Record<string, unknown>;

beforeEach(async () => {
  notices.clear();
  memory = remember({
    facility: sample.facility,
    draft: { body: null },
    drop_draft: {},
    save_draft: {},
    status: sample.status,
    check_facility: (form) => ({ saved: false, messages: [], form }),
    save_facility: (form) => ({ saved: true, messages: [], form: { ...form, revision: 4 } }),
  });
  sit(sample.status, "佐藤 春子");
  session.go({ screen: "settings" });
});

async function open(): Promise<void> {
  show(Screen, {});
  keys = mount(FunctionKeys, { target: document.body });
  await settle();
}

afterEach(async () => {
  await unmount(keys);
  await clear();
});

test("最初の欄から打てて、F12 で保存する", async () => {
  await open();
  expect(document.activeElement?.getAttribute("name")).toBe("name");
  await type("北クリニック");
  expect(textOf("[role=tabpanel]")).toContain("まだ保存していない変更があります");
  await press("F12");
  expect(memory.asked("save_facility")[0]).toMatchObject({ name: "北クリニック", revision: 3 });
  expect(textOf("[role=tabpanel]")).not.toContain("まだ保存していない");
});

test("断られた欄のある項目が開き、その欄に立つ", async () => {
  memory.answers.save_facility = (form) => ({
    saved: false,
    messages: [{ field: "staff.1.name", severity: "blocks", text: "同じ名前の人がいます。" }],
    form,
  });
  await open();
  await type("北クリニック");
  await press("F12");
  expect(textOf("[role=tab][aria-selected=true]")).toContain("スタッフ");
  expect(document.activeElement?.getAttribute("name")).toBe("staff.1.name");
  expect(textOf("[role=tabpanel]")).toContain("同じ名前の人がいます。");
});

test("ほかの人が先に保存しても、打ったものは残る", async () => {
  await open();
  await type("北クリニック");
  memory.answers.save_facility = () => {
    throw refusal("stale", "ほかの人が先に保存しました。");
  };
  memory.answers.facility = { ...sample.facility, revision: 9, telephone: "011-999-9999" };
  await press("F12");
  expect(document.querySelector<HTMLInputElement>("input[name=name]")?.value).toBe("北クリニック");
  expect(document.querySelector<HTMLInputElement>("input[name=telephone]")?.value).toBe("011-999-9999");
});

test("まぜるとき、打った項目だけが残る", () => {
  const typed = { ...sample.facility, name: "北クリニック" };
  const fresh = { ...sample.facility, revision: 9, name: "南クリニック", beds: "3" };
  expect(merged(sample.facility, typed, fresh)).toMatchObject({ revision: 9, name: "北クリニック", beds: "3" });
});

test("Esc で離れると書きかけが残り、次に開くと続きになる", async () => {
  await open();
  await type("北クリニック");
  await press("Escape");
  const draft = memory.asked("save_draft")[0];
  expect(draft).toMatchObject({ key: "settings" });
  expect(session.screen).toBe("today");

  await unmount(keys);
  await clear();
  memory = remember({ ...memory.answers, draft: { body: draft?.body ?? null } });
  await open();
  expect(document.querySelector<HTMLInputElement>("input[name=name]")?.value).toBe("北クリニック");
});

test("直す場所が言われていれば、その項目の欄に立つ", async () => {
  session.go({ screen: "settings", field: "notices.0.from" });
  memory.answers.notice_kinds = { kinds: [] };
  await open();
  expect(document.activeElement?.getAttribute("name")).toBe("notices.0.from");
});

test("時刻はふつうの打ち方のどれでも読む", () => {
  for (const [typed, read] of [["900", "09:00"], ["0900", "09:00"], ["9:00", "09:00"], ["９時半", "９時半"], ["１２：３０", "12:30"], ["9", "09:00"], ["9時30分", "09:30"], ["25:00", "25:00"]]) {
    expect(readTime(typed ?? "")).toBe(read);
  }
});
