import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { COMMIT, END } from "./boxes";
import { isComposing } from "./composing";
import { ACTIONS, action, type Action, keysOf } from "./keymap";
import { activeKeys, clearKeys, closeLayer, openLayer, setKeys } from "./registry.svelte";
import { shownStroke, strokeOf } from "./stroke";
import { onWindowFocusIn, onWindowKeyDown } from "./window-keys";

function key(name: string, more: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
}

function press(name: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = key(name, more);
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}

const listen = (event: KeyboardEvent) => onWindowKeyDown(event);

beforeEach(() => {
  window.addEventListener("keydown", listen);
  window.addEventListener("focusin", onWindowFocusIn);
});

afterEach(() => {
  window.removeEventListener("keydown", listen);
  window.removeEventListener("focusin", onWindowFocusIn);
  document.body.innerHTML = "";
  clearKeys("screen");
});

describe("キーの表", () => {
  test("ひとつの場面で同じキーを2つに使わない", () => {
    const rows: readonly Action[] = ACTIONS;
    for (const scope of new Set(rows.map((a) => a.scope))) {
      const keys = rows.filter((a) => a.scope === scope).flatMap((a) => a.keys);
      expect(keys.filter((k, i) => keys.indexOf(k) !== i), scope).toEqual([]);
    }
  });

  test("どの行にも日本語の名前とキーがある", () => {
    expect(new Set(ACTIONS.map((a) => a.id)).size).toBe(ACTIONS.length);
    for (const { id, ja, keys } of ACTIONS) {
      expect(ja, id).toMatch(/^([ぁ-んァ-ヶー一-龠・]|PDF)+$/);
      expect(keys.length, id).toBeGreaterThan(0);
    }
  });

  test("画面に出るキーの名前", () => {
    expect(keysOf("why_down")).toBe("Alt+↓");
    expect(shownStroke("Escape")).toBe("Esc");
  });
});

test("修飾キーのついたキーの名前", () => {
  expect(strokeOf(key("z", { ctrlKey: true }))).toBe("Ctrl+Z");
  expect(strokeOf(key("Z", { ctrlKey: true, shiftKey: true }))).toBe("Ctrl+Shift+Z");
  expect(strokeOf(key("?", { shiftKey: true }))).toBe("?");
  expect(strokeOf(key("F5"))).toBe("F5");
  expect(strokeOf(key(" "))).toBe("Space");
});

test("変換中のキーは日本語入力のもの", () => {
  expect(isComposing(key("Enter", { isComposing: true }))).toBe(true);
  expect(isComposing(key("Enter", { keyCode: 229 }))).toBe(true);
  expect(isComposing(key("Enter"))).toBe(false);
});

describe("だれがキーを聞くか", () => {
  test("画面のキーは動き、止められたキーは動かない", () => {
    const run = vi.fn();
    const save = vi.fn();
    setKeys("screen", [action("save_visit", run), { key: "F4", ja: "前回と同じ", run: save, enabled: false }]);
    expect(press("F12").defaultPrevented).toBe(true);
    press("Enter", { ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(2);
    expect(press("F4").defaultPrevented).toBe(true);
    expect(save).not.toHaveBeenCalled();
  });

  test("重なった窓が聞くあいだ、下の画面は聞かない", () => {
    const below = vi.fn();
    const above = vi.fn();
    setKeys("screen", [{ key: "Escape", ja: "戻る", run: below }]);
    const layer = openLayer();
    setKeys("dialog", [{ key: "Escape", ja: "閉じる", run: above }], layer);
    press("Escape");
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1]);
    // The screen's own change beneath does not climb over the dialog.
    setKeys("screen", [{ key: "Escape", ja: "戻る", run: below }]);
    expect(activeKeys().map((b) => b.ja)).toEqual(["閉じる"]);
    closeLayer(layer);
    press("Escape");
    expect(below).toHaveBeenCalledTimes(1);
  });

  test("変換中は何も動かない", () => {
    const run = vi.fn();
    setKeys("screen", [{ key: "F7", ja: "日を写す", run }]);
    expect(press("F7", { isComposing: true }).defaultPrevented).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  test("押しつづけても一度だけ", () => {
    const run = vi.fn();
    setKeys("screen", [{ key: "F12", ja: "登録", run }]);
    press("F12");
    press("F12", { repeat: true });
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("ブラウザーの働き（F5 など）はいつも止める", () => {
    for (const name of ["F1", "F3", "F5", "F7", "F10", "F11", "F12"]) expect(press(name).defaultPrevented, name).toBe(true);
    expect(press("r", { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(press("c", { ctrlKey: true }).defaultPrevented).toBe(false);
  });

  test("キーの前に、いまの箱の値が取られる", () => {
    document.body.innerHTML = "<input>";
    const box = document.querySelector("input") as HTMLInputElement;
    const order: string[] = [];
    box.addEventListener(COMMIT, () => order.push("箱"));
    setKeys("screen", [{ key: "F12", ja: "登録", run: () => order.push("登録") }]);
    box.focus();
    press("F12");
    expect(order).toEqual(["箱", "登録"]);
  });

  test("元に戻すは、箱の中に打ったものがあるうちは箱のもの", () => {
    const undo = vi.fn();
    document.body.innerHTML = "<input>";
    const box = document.querySelector("input") as HTMLInputElement;
    setKeys("screen", [action("undo", undo)]);
    box.focus();
    box.value = "あ";
    expect(press("z", { ctrlKey: true }).defaultPrevented).toBe(false);
    expect(undo).not.toHaveBeenCalled();
    box.value = "";
    press("z", { ctrlKey: true });
    expect(undo).toHaveBeenCalledTimes(1);
  });

  test("F1 は近くの説明の名前を渡す", () => {
    const help = vi.fn();
    window.removeEventListener("keydown", listen);
    const withHelp = (event: KeyboardEvent) => onWindowKeyDown(event, help);
    window.addEventListener("keydown", withHelp);
    document.body.innerHTML = '<div data-help="labour_insurance_number"><input></div>';
    document.querySelector("input")?.focus();
    press("F1");
    window.removeEventListener("keydown", withHelp);
    expect(help).toHaveBeenCalledWith("labour_insurance_number");
  });
});

describe("Enter は次の箱", () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <div data-boxes>
        <input id="a" data-box><input id="off" data-box disabled><input id="plain">
        <select id="b" data-box><option>1</option></select>
        <div hidden><input id="away" data-box></div>
        <button id="aside">残す</button>
        <textarea id="c" data-box></textarea>
        <button id="d" data-box>登録</button>
      </div>`;
  });

  const at = () => document.activeElement?.id;
  const go = (id: string) => document.getElementById(id)?.focus();

  test("使えない箱と見えない箱を飛ばして進み、Shift で戻る", () => {
    go("a");
    for (const next of ["b", "c", "d"]) {
      expect(press("Enter").defaultPrevented).toBe(true);
      expect(at()).toBe(next);
    }
    press("Enter", { shiftKey: true });
    expect(at()).toBe("c");
  });

  test("ボタンの上では押すことになる", () => {
    go("d");
    expect(press("Enter").defaultPrevented).toBe(false);
    expect(at()).toBe("d");
  });

  test("箱でないボタンからも、その場所から戻れる", () => {
    go("aside");
    press("Enter", { shiftKey: true });
    expect(at()).toBe("b");
  });

  test("変換を終えるだけの Enter では動かない", () => {
    go("a");
    expect(press("Enter", { keyCode: 229 }).defaultPrevented).toBe(false);
    expect(at()).toBe("a");
  });

  test("文章の箱では Alt+Enter が改行", () => {
    const text = document.getElementById("c") as HTMLTextAreaElement;
    text.value = "ab";
    text.focus();
    text.setSelectionRange(1, 1);
    expect(press("Enter", { altKey: true }).defaultPrevented).toBe(true);
    expect(text.value).toBe("a\nb");
  });

  test("最後の箱を出ると、まわりに知らせる", () => {
    document.getElementById("d")?.remove();
    const end = vi.fn();
    document.querySelector("[data-boxes]")?.addEventListener(END, end);
    go("c");
    press("Enter");
    expect(end).toHaveBeenCalledTimes(1);
    expect(at()).toBe("c");
  });
});
