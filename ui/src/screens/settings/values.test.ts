import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConfirmedValue, OpenValue, Values } from "../../backend/bindings";
import { remember } from "../../backend/memory";
import { status } from "../../backend/sample";
import { clear, press, settle, show, sit, textOf, type } from "../../state/testing";
import { keyOfSection, sectionOf } from "./sections";
import { correction, ValueList } from "./values.svelte";
import ValuesSection from "./ValuesSection.svelte";

const open = (change: Partial<OpenValue> = {}): OpenValue => ({
  id: "repeat_visit_fee", code: "101120010", name: "再診料", amount: "1430", unit: "円", from: "2026-06-01", from_ja: "令和8年6月1日",
  standing: "impl", standing_ja: "他の実装で確認", source: "他の実装　再診料1,430円", drafts: 1, ...change,
});

const confirmed = (change: Partial<ConfirmedValue> = {}): ConfirmedValue => ({
  id: "initial_visit_fee", code: "101110010", name: "初診料", amount: "3850", unit: "円", from: "2026-06-01", from_ja: "令和8年6月1日",
  book_ja: "3,850円（他の実装で確認）", notice: "基発0520第1号", notice_day: "2026-05-20", section: "第1の1", by: "佐藤 春子", at_ja: "令和8年6月3日 10:02", doubt: "",
  ...change,
});

const values = (change: Partial<Values> = {}): Values => ({ may_confirm: true, open: [open(), open({ id: "hand_factor", code: "", name: "四肢加算の倍率", amount: "2", unit: "", drafts: 0 })], confirmed: [confirmed()], ...change });

beforeEach(() => sit(status, "佐藤 春子"));
afterEach(clear);

describe("値のちがい", () => {
  test("小数のまま、いくら変わるかを言う", () => {
    expect(correction("1430", "1450", "円")).toBe("1,430円 → 1,450円（+20円）");
    expect(correction("12", "11.5", "")).toBe("12 → 11.5（−0.5）");
    expect(correction("0.1", "0.35", "")).toBe("0.1 → 0.35（+0.25）");
    expect(correction("1430", "1430", "円")).toBe("");
    expect(correction("1430", "せん", "円")).toBe("");
    expect(correction("1.50", "1.5", "")).toBe("");
  });
});

describe("値の一覧", () => {
  test("不備の id で開き、名前・コード・告示の言葉でしぼる", async () => {
    remember({ values: values() });
    const list = new ValueList();
    await list.load();
    expect([list.waiting, list.openId("repeat_visit_fee"), list.opened?.name]).toEqual([1, true, "再診料"]);
    expect(list.openId("nothing")).toBe(false);
    list.query = "101120010";
    expect([list.open.map((v) => v.name), list.confirmed.length]).toEqual([["再診料"], 0]);
    list.query = "0520";
    expect([list.open.length, list.confirmed.map((v) => v.name)]).toEqual([0, ["初診料"]]);
  });

  test("照合に使った告示は、次の値の欄に立つ", async () => {
    const memory = remember({ values: values(), confirm_value: { saved: true, messages: [], values: values(), affected: [] } });
    const list = new ValueList();
    await list.load();
    const form = { ...list.formOf(open()), notice: "基発0520第1号", notice_day: "2026-05-20", section: "第1の2" };
    expect((await list.confirm(form))?.saved).toBe(true);
    expect(memory.asked("confirm_value")).toEqual([form]);
    expect(list.formOf(open())).toEqual({ ...form, section: "" });
    expect(list.formOf(confirmed()).notice).toBe("基発0520第1号");
  });

  test("断られた値は、どの欄かを言い、何も失わない", async () => {
    const messages = [{ field: "section", severity: "blocks", text: "告示・通達の中の箇所が空です。" }];
    remember({ values: values(), confirm_value: { saved: false, messages, values: values(), affected: [] } });
    const list = new ValueList();
    await list.load();
    list.openId("repeat_visit_fee");
    expect((await list.confirm(list.formOf(open())))?.saved).toBe(false);
    expect([list.messageOf("section")?.text, list.messageOf("amount"), list.opened?.name]).toEqual(["告示・通達の中の箇所が空です。", undefined, "再診料"]);
  });
});

describe("値の照合の画面", () => {
  test("行の Enter で開き、F12 で照合する。変わる内訳書があれば見せる", async () => {
    const goto = { screen: "month", worker: 1, case: 11, day: "2026-06-01", field: null };
    const affected = [{ worker: 1, name: "山田 花子", case: 11, month: "2026-06", month_ja: "令和8年6月", state_ja: "確定", before: 9776, after: 9796, values: ["再診料 1,430円 → 1,450円"], goto }];
    const memory = remember({ values: values(), confirm_value: { saved: true, messages: [], values: values(), affected } });
    show(ValuesSection, { onread: () => undefined });
    await settle();
    document.querySelector<HTMLElement>("tbody tr")?.focus();
    await press("Enter");
    expect(textOf("[role=dialog]")).toContain("下書き1件が、この値の照合を待っています");
    document.querySelector<HTMLInputElement>("input[name=amount]")?.focus();
    await type("1450");
    document.querySelector<HTMLInputElement>("input[name=notice]")?.focus();
    await settle();
    expect(textOf("[role=dialog]")).toContain("1,430円 → 1,450円（+20円）");
    document.querySelector<HTMLButtonElement>("[role=dialog] footer .main")?.click();
    await settle();
    expect(memory.asked("confirm_value")).toMatchObject([{ id: "repeat_visit_fee", from: "2026-06-01", amount: "1450" }]);
    expect(textOf("[role=dialog]")).toContain("9,796");
  });

  test("管理者でなければ、欄は打てず、わけを言う", async () => {
    remember({ values: values({ may_confirm: false }) });
    show(ValuesSection, { wanted: "repeat_visit_fee", onread: () => undefined });
    await settle();
    expect(textOf("[role=dialog]")).toContain("照合できるのは管理者だけです");
    expect(document.querySelector<HTMLInputElement>("input[name=amount]")?.disabled).toBe(true);
    expect(document.querySelector<HTMLButtonElement>("[role=dialog] footer .main")?.disabled).toBe(true);
  });

  test("照合した値は、だれが・いつ・どの告示でかを見せ、疑いを言う", async () => {
    remember({ values: values({ confirmed: [confirmed({ doubt: "この版の料金表は、3,860円と確かめています。" })] }) });
    show(ValuesSection, { wanted: "initial_visit_fee", onread: () => undefined });
    await settle();
    for (const said of ["佐藤 春子", "令和8年6月3日 10:02", "3,860円と確かめています"]) expect(textOf("[role=dialog]")).toContain(said);
    expect(document.querySelector<HTMLInputElement>("input[name=notice]")?.value).toBe("基発0520第1号");
  });
});

test("項目のキーは、まえの項目がなくても変わらない", () => {
  expect(keyOfSection("facility")).toBe("Ctrl+1");
  expect(keyOfSection("values")).toBe("Ctrl+0");
  expect([sectionOf("values:repeat_visit_fee"), sectionOf("notices.1.code"), sectionOf("telephone")]).toEqual(["values", "notices", "facility"]);
});
