import { flushSync, mount, unmount, type Component } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { COMMIT } from "../keys/boxes";
import AreaField from "./AreaField.svelte";
import ChoiceField from "./ChoiceField.svelte";
import CodeField from "./CodeField.svelte";
import DateField from "./DateField.svelte";
import KanaField from "./KanaField.svelte";
import NumberField from "./NumberField.svelte";
import SearchBox from "./SearchBox.svelte";
import TextField from "./TextField.svelte";

const TODAY = { y: 2025, m: 4, d: 20 };
let mounted: Record<string, unknown> | undefined;

// Every field has props of its own; the tests name them rightly.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function show(field: Component<any, any, any>, props: Record<string, unknown>) {
  const taken = { onchange: vi.fn(), oninput: vi.fn() };
  mounted = mount(field, { target: document.body, props: { label: "欄", ...taken, ...props } });
  flushSync();
  const box = document.querySelector<HTMLInputElement>("input, textarea");
  if (!box) throw new Error("no box");
  return { box, ...taken };
}

afterEach(() => {
  if (mounted) unmount(mounted);
  mounted = undefined;
  document.body.innerHTML = "";
});

function type(box: HTMLInputElement, text: string): void {
  box.focus();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

function leave(box: HTMLInputElement): void {
  box.blur();
  flushSync();
}

const said = () => document.querySelector(".message")?.textContent?.trim() ?? "";
const echo = () => document.querySelector(".echo")?.textContent?.replace(/\s+/g, " ").trim() ?? "";

test("名前と紙の番号が箱に結びつく", () => {
  const { box } = show(TextField, { label: "労働者の氏名", no: "⑤", hint: "姓と名の間をあける" });
  expect(box.labels?.[0]?.textContent).toBe("⑤労働者の氏名");
  const described = (box.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);
  expect(described).toContain("姓と名の間をあける");
  expect(box.lang).toBe("ja");
});

test("打つあいだは打ったまま、離れると整う", () => {
  const { box, onchange, oninput } = show(TextField, { value: "" });
  type(box, " ｻﾄｳ ");
  expect(oninput).toHaveBeenLastCalledWith(" ｻﾄｳ ");
  expect(onchange).not.toHaveBeenCalled();
  leave(box);
  expect(box.value).toBe("サトウ");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("サトウ");
});

test("変わらなければ何も知らせない", () => {
  const { box, onchange } = show(TextField, { value: "佐藤" });
  type(box, "佐藤");
  leave(box);
  expect(onchange).not.toHaveBeenCalled();
});

test("変換中は値に触れず、変換が終わって離れてから整える", () => {
  const { box, onchange, oninput } = show(KanaField, { value: "" });
  box.focus();
  box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  type(box, "さとう");
  box.dispatchEvent(new CustomEvent(COMMIT));
  flushSync();
  expect(box.value).toBe("さとう");
  expect(oninput).not.toHaveBeenCalled();
  expect(onchange).not.toHaveBeenCalled();
  box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  flushSync();
  expect(box.value).toBe("さとう");
  leave(box);
  expect(box.value).toBe("サトウ");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("サトウ");
});

test("日付は打つそばから読み上げ、離れると短い形になる", () => {
  const { box, onchange } = show(DateField, { value: "", today: TODAY });
  type(box, "０７０４０５");
  expect(echo()).toBe("令和7年4月5日(土)");
  leave(box);
  expect(box.value).toBe("R7.4.5");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("2025-04-05");
  box.focus();
  leave(box);
  expect(onchange).toHaveBeenCalledTimes(1);
});

test("読めない日付は箱に残り、離れてから理由が出る", () => {
  const { box, onchange } = show(DateField, { value: "", today: TODAY });
  type(box, "R7.2.30");
  expect(said()).toBe("");
  leave(box);
  expect(box.value).toBe("R7.2.30");
  expect(said()).toContain("暦にない日です");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("R7.2.30");
  expect(box.getAttribute("aria-invalid")).toBe("true");
});

test("生年月日は年齢を出し、15歳未満と90歳超は聞き返す", () => {
  const { box } = show(DateField, { value: "", birth: true, today: TODAY });
  type(box, "5550505");
  leave(box);
  expect(echo()).toBe("昭和55年5月5日(月) 44歳");
  expect(said()).toBe("");
  type(box, "H25.1.1");
  leave(box);
  expect(said()).toContain("12歳");
  expect(document.querySelector(".message p")?.className).toContain("check");
  type(box, "T15.1.1");
  leave(box);
  expect(said()).toContain("99歳");
});

test("今ある日付は短い形で立つ", () => {
  expect(show(DateField, { value: "1980-05-05", birth: true, today: TODAY }).box.value).toBe("S55.5.5");
});

test("数は全角でも受け、右に寄り、区切って見せる", () => {
  const { box, onchange } = show(NumberField, { value: "", unit: "円", grouped: true });
  expect(box.inputMode).toBe("numeric");
  expect(box.className).toContain("right");
  type(box, "１２３４５");
  leave(box);
  expect(box.value).toBe("12,345");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("12345");
  type(box, "三");
  leave(box);
  expect(box.value).toBe("三");
  expect(said()).toContain("数字で入力してください");
});

test("番号の欄は半角になり、数とはみなさない", () => {
  const { box, onchange } = show(CodeField, { value: "", digits: 14 });
  type(box, "１３ １０１ 123456 000");
  leave(box);
  expect(onchange).toHaveBeenCalledExactlyOnceWith("13101123456000");
});

test("選ぶ欄は数字と矢印で選び、Delete で消す", () => {
  const options = [
    { value: "male", ja: "男", digit: "1" },
    { value: "female", ja: "女", digit: "3" },
  ];
  const { onchange } = show(ChoiceField, { value: "", options });
  const group = document.querySelector("[role=radiogroup]") as HTMLElement;
  const press = (key: string) => {
    group.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    flushSync();
  };
  const checked = () => document.querySelector<HTMLInputElement>("input:checked")?.value;
  press("３");
  expect(checked()).toBe("female");
  expect(document.querySelector<HTMLInputElement>("[data-box]")?.value).toBe("female");
  press("ArrowRight");
  expect(checked()).toBe("male");
  press("2");
  expect(checked()).toBe("male");
  press("Delete");
  expect(checked()).toBeUndefined();
  expect(onchange.mock.calls.flat()).toEqual(["female", "male", ""]);
  expect(group.textContent?.replace(/\s+/g, " ").trim()).toBe("1男 3女");
});

test("文章の欄は字数を数え、多くても切らない", () => {
  const { box, onchange } = show(AreaField, { value: "", max: 5 });
  expect(echo()).toBe("0/5字");
  type(box, "痛みは軽い𠮷");
  leave(box);
  expect(echo()).toBe("6/5字");
  expect(box.value).toBe("痛みは軽い𠮷");
  expect(said()).toContain("1字多く");
  expect(onchange).toHaveBeenCalledExactlyOnceWith("痛みは軽い𠮷");
});

test("残りの字数を数える欄", () => {
  const { box } = show(AreaField, { value: "", max: 5, countdown: true });
  expect(echo()).toBe("あと5字");
  type(box, "痛みは");
  expect(echo()).toBe("あと2字");
  type(box, "痛みは軽い𠮷");
  expect(echo()).toBe("1字多い");
});

test("誤りは要確認として残せ、取り消せる", () => {
  const onkeep = vi.fn();
  const message = { severity: "blocks", text: "府県が「00」の番号はありません。" };
  const { box } = show(TextField, { value: "00", kept: false, onkeep, message });
  const press = () => {
    const event = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
    box.dispatchEvent(event);
    flushSync();
    return event.defaultPrevented;
  };
  expect(document.querySelector(".badge")).toBeNull();
  expect(press()).toBe(true);
  expect(document.querySelector(".badge")?.textContent).toBe("要確認");
  expect(said()).toContain("府県が");
  expect(box.value).toBe("00");
  press();
  expect(document.querySelector(".badge")).toBeNull();
  expect(onkeep.mock.calls).toEqual([[true], [false]]);
});

test("残せない欄では Ctrl+K は何もしない", () => {
  const { box } = show(TextField, { message: { severity: "check", text: "確かめてください。" } });
  const event = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
  box.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
  expect(document.querySelector(".keep")).toBeNull();
});

test("さがす欄の Esc は、字があるうちは字を消す", () => {
  const { box, oninput } = show(SearchBox, { value: "さと" });
  const esc = () => {
    const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    box.dispatchEvent(event);
    flushSync();
    return event.defaultPrevented;
  };
  expect(esc()).toBe(true);
  expect(box.value).toBe("");
  expect(oninput).toHaveBeenLastCalledWith("");
  expect(esc()).toBe(false);
});
