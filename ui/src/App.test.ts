import { afterEach, expect, test, vi } from "vitest";
// The page as shipped, so that the language is checked where a screen reader finds it.
import page from "../index.html?raw";
import App from "./App.svelte";
import { actingAs } from "./backend/backend";
import { refusal, remember } from "./backend/memory";
import * as sample from "./backend/sample";
import { session } from "./state/session.svelte";
import { clear, press, settle, show, textOf, type } from "./state/testing";

const desk = { status: sample.status, today: sample.today, close: sample.close, lock: { ...sample.status, state: "locked" } };

async function start(answers: Parameters<typeof remember>[0]) {
  session.status = null;
  session.opened = 0;
  session.act("");
  const memory = remember(answers);
  show(App, {});
  await settle();
  return memory;
}

afterEach(async () => {
  vi.useRealTimers();
  await clear();
});

test("ページは日本語で、題は製品名", () => {
  const html = new DOMParser().parseFromString(page, "text/html");
  expect(html.documentElement.lang).toBe("ja");
  expect(html.title).toBe("労災デスク");
});

test("はじめてのとき、2つの道を示し、短い合言葉・違う合言葉では何も作らない", async () => {
  const memory = await start({ ...desk, status: { ...sample.status, state: "new" } });
  expect([...document.querySelectorAll("h2")].map((h) => h.textContent)).toEqual(["はじめる（この診療所で使う）", "見本の診療所で練習する"]);
  expect(document.body.textContent).toContain("合言葉をなくすと、入れたものは二度と読めません");

  await type("mijikai");
  await press("F12");
  expect(document.body.textContent).toContain("8文字以上にしてください");
  await type("nagai-aikotoba");
  await press("Enter");
  await type("chigau-aikotoba");
  await press("F12");
  expect(document.body.textContent).toContain("上の合言葉と違います");
  expect(memory.asked("create_store")).toEqual([]);
});

test("同じ合言葉を2度入れると作られ、はじめの設定へ進む", async () => {
  const memory = await start({
    ...desk,
    status: { ...sample.status, state: "new" },
    create_store: { ...sample.status, facility_ready: false, staff: [] },
    facility: sample.facility,
    draft: { body: null },
  });
  await type("nagai-aikotoba");
  await press("Enter");
  await type("nagai-aikotoba");
  await press("Enter");
  expect(memory.asked("create_store")).toEqual([{ passphrase: "nagai-aikotoba", again: "nagai-aikotoba" }]);
  expect(session.screen).toBe("setup");
  expect(textOf("h1")).toBe("はじめの設定");
});

test("違う合言葉の文は残り、正しいもので開いて担当を聞く", async () => {
  const memory = await start({
    ...desk,
    status: { ...sample.status, state: "locked" },
    unlock: ({ passphrase }) => {
      if (passphrase !== "seikai-desu") throw refusal("refused", "合言葉が違います。");
      return sample.status;
    },
  });
  await type("machigai");
  await press("Enter");
  expect(textOf("[role=alert]")).toBe("合言葉が違います。");
  expect(document.activeElement?.getAttribute("type")).toBe("password");

  await type("seikai-desu");
  await press("Enter");
  expect(memory.asked("unlock")).toHaveLength(2);
  expect(textOf("[role=dialog] h2")).toBe("担当を選んでください");

  await press("2");
  expect(actingAs()).toBe("鈴木 一郎");
  expect(document.querySelector("[role=dialog]")).toBeNull();
  // Work begins in the search box.
  expect(document.activeElement?.getAttribute("name")).toBe("worker");
});

test("開けない記録は、起きたこと・いまの記録・次にすることを言う", async () => {
  await start({ ...desk, status: { ...sample.status, state: "refused", message: "記録のファイルがこわれています。" } });
  const heads = [...document.querySelectorAll("h2")].map((h) => h.textContent);
  expect(heads).toEqual(["起きたこと", "いまの記録", "次にすること"]);
  expect(document.body.textContent).toContain("記録のファイルがこわれています。");
});

test("Ctrl+L でかくれ、打ちかけの文字は下に残る", async () => {
  const memory = await start({ ...desk, search: { hits: [] }, unlock: sample.status });
  await press("1");
  await type("やま");
  await press("Ctrl+L");
  expect(memory.asked("lock")).toHaveLength(1);
  expect(textOf("h2")).toBe("合言葉を入れてください");
  expect(document.querySelector<HTMLElement>(".screen")?.hidden).toBe(true);

  await type("seikai-desu");
  await press("Enter");
  await press("1");
  expect(document.querySelector<HTMLInputElement>("input[name=worker]")?.value).toBe("やま");
  expect(document.activeElement?.getAttribute("name")).toBe("worker");
});

test("どの窓が開いていてもかくせる", async () => {
  const memory = await start(desk);
  await press("1");
  await press("F2");
  expect(textOf("[role=dialog] h2")).toContain("どの紙ですか");
  await press("Ctrl+L");
  expect(memory.asked("lock")).toHaveLength(1);
  expect(session.covered).toBe(true);
});

test("10分さわらなければかくれる", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const memory = remember(desk);
  session.status = null;
  session.opened = 0;
  show(App, {});
  await vi.advanceTimersByTimeAsync(10);
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "1" }));
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  expect(memory.asked("lock")).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(memory.asked("lock")).toHaveLength(1);
  expect(session.covered).toBe(true);
});

test("見本の診療所はひとりでに閉じず、Ctrl+L は終えるかを聞く", async () => {
  const memory = await start({ ...desk, status: { ...sample.status, demo: true } });
  await press("1");
  expect(textOf("header")).toContain("見本");
  await press("Ctrl+L");
  expect(memory.asked("lock")).toHaveLength(0);
  expect(textOf("[role=dialog] h2")).toBe("見本を終えますか");
  await press("Escape");
  expect(memory.asked("lock")).toHaveLength(0);
});

test("月次請求から Esc で今日へ戻っても、キーはそろっている", async () => {
  await start(desk);
  await press("1");
  await press("F9");
  expect(textOf("h1")).toBe("月次請求");
  await press("Escape");
  expect(textOf("h1")).toBe("今日");
  const strip = textOf("[role=toolbar]");
  for (const word of ["新しい労災", "月次請求", "担当を替える", "画面をかくす"]) expect(strip).toContain(word);
});

test("閉じていると言われたら、何も失わずに合言葉を聞く", async () => {
  const memory = await start({ ...desk, unlock: sample.status });
  await press("1");
  memory.answers.search = () => {
    throw refusal("locked", "記録のファイルが閉じています。");
  };
  await type("やま");
  expect(textOf("h2")).toBe("合言葉を入れてください");
  expect(document.querySelector<HTMLInputElement>("input[name=worker]")?.value).toBe("やま");
});

test("F1 は欄の説明を2つの文と書いてある場所で示す", async () => {
  const memory = await start({ ...desk, help: { title: "さがす", text: "打つたびに候補が出ます。↑↓で選びます。", section: "使い方" } });
  await press("1");
  await press("F1");
  expect(memory.asked("help")).toEqual([{ id: "today.search" }]);
  expect(textOf("[role=dialog] h2")).toBe("さがす");
  expect(textOf("[role=dialog]")).toContain("この画面のキー");
});
