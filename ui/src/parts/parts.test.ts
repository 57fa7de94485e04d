import { type Component, createRawSnippet, flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { activeKeys } from "../keys/registry.svelte";
import { onWindowKeyDown } from "../keys/window-keys";
import Asks from "./Asks.svelte";
import Badge from "./Badge.svelte";
import Dialog from "./Dialog.svelte";
import Money from "./Money.svelte";
import Notices from "./Notices.svelte";
import Palette from "./Palette.svelte";
import Table from "./Table.svelte";
import { ask } from "./asks.svelte";
import { notices } from "./notices.svelte";

let mounted: Record<string, unknown>[] = [];

// The parts have types of their own; here only what they do counts.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function show(part: Component<any, any, any>, props: Record<string, unknown> = {}) {
  const it = mount(part, { target: document.body, props });
  mounted.push(it);
  flushSync();
  return it;
}

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  flushSync();
  return event;
}

const listen = (event: KeyboardEvent) => onWindowKeyDown(event);

afterEach(() => {
  window.removeEventListener("keydown", listen);
  for (const it of mounted) unmount(it);
  mounted = [];
  notices.clear();
  document.body.innerHTML = "";
});

const html = (text: string) => createRawSnippet(() => ({ render: () => `<div>${text}</div>` }));
const text = () => document.body.textContent?.replace(/\s+/g, " ").trim() ?? "";

describe("窓", () => {
  test("最初の箱に入り、Tab は中をまわり、Esc で閉じ、元のところへ戻る", () => {
    window.addEventListener("keydown", listen);
    const opener = document.body.appendChild(document.createElement("button"));
    opener.focus();
    const onclose = vi.fn();
    const it = show(Dialog, { title: "部位", onclose, children: html('<input data-box id="in">'), actions: html('<button id="last">決定</button>') });
    expect(document.activeElement?.id).toBe("in");
    expect(activeKeys().map((b) => b.key)).toEqual(["Escape"]);
    (document.getElementById("last") as HTMLElement).focus();
    expect(press("Tab").defaultPrevented).toBe(true);
    expect(document.activeElement?.className).toContain("close");
    press("Tab", { shiftKey: true });
    expect(document.activeElement?.id).toBe("last");
    opener.focus();
    expect(document.activeElement?.id).toBe("in");
    press("Escape");
    expect(onclose).toHaveBeenCalledTimes(1);
    unmount(it);
    mounted = [];
    expect(document.activeElement).toBe(opener);
    expect(activeKeys()).toEqual([]);
  });

  test("名前と役割がある", () => {
    show(Dialog, { title: "取下げ", onclose: () => {}, children: html("") });
    const dialog = document.querySelector("[role=dialog]");
    expect(dialog?.getAttribute("aria-modal")).toBe("true");
    expect(document.getElementById(dialog?.getAttribute("aria-labelledby") ?? "")?.textContent).toBe("取下げ");
  });
});

test("たずねると、答えが返る。取り返しのつかないことは「やめる」に立つ", async () => {
  show(Asks);
  const answer = ask({ title: "取下げ", text: "取り下げますか。", yes: "取り下げる", danger: true });
  flushSync();
  await Promise.resolve();
  flushSync();
  expect(document.activeElement?.textContent?.trim()).toBe("やめる");
  [...document.querySelectorAll("button")].find((b) => b.textContent?.trim() === "取り下げる")?.click();
  expect(await answer).toBe(true);
});

describe("お知らせ", () => {
  test("起きたこと、無事なもの、することを言い、Esc で閉じる", () => {
    show(Notices);
    notices.fail({ what: "印刷できませんでした。", safe: "入力は保存されています。", todo: "プリンターを確かめてください。" });
    flushSync();
    expect(text()).toContain("印刷できませんでした。 入力は保存されています。 プリンターを確かめてください。");
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(notices.list).toEqual([]);
    expect(press("Escape").defaultPrevented).toBe(false);
  });

  test("同じ言葉は重ねず、軽いものは自然に消える", () => {
    vi.useFakeTimers();
    notices.tell("登録しました。");
    notices.tell("登録しました。");
    expect(notices.list.length).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(notices.list.length).toBe(0);
    vi.useRealTimers();
  });
});

describe("表", () => {
  const rows = [{ k: "a" }, { k: "b" }, { k: "c" }];
  const cell = createRawSnippet<[{ k: string }, string]>((row) => ({ render: () => `<span>${row().k}</span>` }));

  test("矢印で行を進み、Enter で開き、スペースでしるし", () => {
    const [onopen, onmark, onselect] = [vi.fn(), vi.fn(), vi.fn()];
    show(Table, {
      label: "内訳書", columns: [{ id: "k", ja: "氏名" }], rows, rowKey: (r: { k: string }) => r.k, cell, selected: "a", onopen, onmark, onselect,
    });
    (document.querySelector("tbody tr") as HTMLElement).focus();
    press("ArrowDown");
    press("ArrowDown");
    press("ArrowDown");
    press("ArrowUp");
    expect(document.activeElement?.textContent?.trim()).toBe("b");
    expect(document.querySelectorAll('tbody tr[tabindex="0"]').length).toBe(1);
    press("Enter");
    press(" ");
    expect(onopen).toHaveBeenCalledExactlyOnceWith(rows[1]);
    expect(onmark).toHaveBeenCalledExactlyOnceWith(rows[1]);
    expect(onselect.mock.calls.map(([r]) => r.k)).toEqual(["b", "c", "b"]);
  });

  test("空のときは言葉で言う", () => {
    show(Table, { label: "内訳書", columns: [{ id: "k", ja: "氏名" }], rows: [], rowKey: () => "", cell, empty: "今月の内訳書はまだありません。" });
    expect(text()).toContain("今月の内訳書はまだありません。");
  });
});

describe("見つかったものの一覧", () => {
  const hits = ["創傷処理", "創傷処置", "創外固定"];
  const hit = createRawSnippet<[string]>((h) => ({ render: () => `<span>${h()}</span>` }));

  function palette(more: Record<string, unknown> = {}) {
    const [onpick, onquery] = [vi.fn(), vi.fn()];
    show(Palette, { label: "行為", query: "", hits, hitKey: (h: string) => h, hit, onpick, onquery, ...more });
    const box = document.querySelector("input") as HTMLInputElement;
    box.focus();
    box.value = "そう";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    return { box, onpick, onquery };
  }

  const active = (box: HTMLInputElement) => document.getElementById(box.getAttribute("aria-activedescendant") ?? "")?.textContent;

  test("打つと開き、矢印で進み、Enter で選ぶと字は消える", () => {
    const { box, onpick, onquery } = palette();
    expect(onquery).toHaveBeenLastCalledWith("そう");
    expect(box.getAttribute("aria-expanded")).toBe("true");
    expect(active(box)).toContain("創傷処理");
    press("ArrowDown");
    expect(active(box)).toContain("創傷処置");
    press("Enter");
    expect(onpick).toHaveBeenCalledExactlyOnceWith("創傷処置");
    expect(box.value).toBe("");
    expect(box.getAttribute("aria-expanded")).toBe("false");
  });

  test("Alt と数字で選ぶ", () => {
    const { onpick } = palette();
    press("3", { altKey: true });
    expect(onpick).toHaveBeenCalledExactlyOnceWith("創外固定");
  });

  test("変換中の Enter では選ばない", () => {
    const { onpick } = palette();
    press("Enter", { keyCode: 229 });
    expect(onpick).not.toHaveBeenCalled();
  });

  test("Esc はまず一覧を閉じ、次に字を消し、その次は画面のもの", () => {
    const { box } = palette();
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(box.getAttribute("aria-expanded")).toBe("false");
    expect(box.value).toBe("そう");
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(box.value).toBe("");
    expect(press("Escape").defaultPrevented).toBe(false);
  });

  test("打つ前から出す一覧は、Esc を画面に渡し、空の Backspace を知らせる", () => {
    const onback = vi.fn();
    show(Palette, { label: "行為", query: "", hits, hitKey: (h: string) => h, hit, onpick: vi.fn(), offers: true, onback });
    const box = document.querySelector("input") as HTMLInputElement;
    box.focus();
    flushSync();
    expect(box.getAttribute("aria-expanded")).toBe("true");
    expect(active(box)).toContain("創傷処理");
    expect(press("Escape").defaultPrevented).toBe(false);
    press("Backspace");
    expect(onback).toHaveBeenCalledTimes(1);
  });

  test("なければ、ないと言う", () => {
    palette({ hits: [] });
    expect(document.querySelector("[role=status]")?.textContent).toBe("見つかりません。");
  });
});

test("状態は言葉と形で、金額は区切りと単位で", () => {
  show(Badge, { kind: "returned" });
  show(Money, { amount: 38040, unit: "yen" });
  show(Money, { amount: null, unit: "points" });
  expect(document.querySelector(".badge svg")).not.toBeNull();
  expect(text().replace(/ /g, "")).toBe("返戻38,040円―点");
});
