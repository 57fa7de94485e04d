// One box of 診療入力 by the keyboard: an act by three keys, a drug and a material of the masters by kana.
import { expect, picture, test } from "./desk";
import { line, load } from "./masters";
import { enterAct, openDay, openWorker, registered, sit } from "./steps";

test.use({ calendar: "2025-10-17" });

const DOCTOR = "医師 南";

const drug = (code: string, name: string, kana: string, unit: string, price: string, form: string) =>
  line(42, { 1: "0", 2: "Y", 3: code, 5: name, 7: kana, 10: unit, 11: "1", 12: price, 28: form, 30: "20250401", 31: "99999999", 34: "0", 35: name });

const DRUGS = [
  drug("620098801", "ロキソニン錠６０ｍｇ", "ﾛｷｿﾆﾝｼﾞｮｳ60MG", "錠", "10.10", "1"),
  drug("620000001", "ロキソプロフェンＮａ錠６０ｍｇ「見本」", "ﾛｷｿﾌﾟﾛﾌｪﾝNAｼﾞｮｳ60MG", "錠", "10.40", "1"),
  drug("620000002", "ロキソプロフェンＮａテープ１００ｍｇ「見本」", "ﾛｷｿﾌﾟﾛﾌｪﾝNAﾃｰﾌﾟ100MG", "枚", "17.10", "6"),
].join("");
const MATERIALS = line(38, {
  1: "0", 2: "U", 3: "788888003", 5: "固定用伸縮性包帯", 7: "ｺﾃｲﾖｳｼﾝｼｭｸｾｲﾎｳﾀｲ", 10: "巻", 11: "2", 12: "0.00", 22: "0", 28: "20171001",
  30: "99999999", 37: "固定用伸縮性包帯",
});

test("行為は3つの鍵で、薬剤と材料はかなで見つかり、値段はマスターが知っている", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const options = desk.getByRole("option");
  await sit(desk, served.url);
  await load(served.url, "y_ALL20250401.csv", DRUGS, DOCTOR);
  await load(served.url, "rezept-master-03-20240528.csv", MATERIALS, DOCTOR);
  await registered(served.url);
  await openWorker(desk, "きりた", "切田");
  await openDay(desk, 7);

  // Three keys, and the likeliest act of a cut stands on top.
  await enterAct(desk, "そうし", "創傷処置（１００", [["部位", ""], ["面積", "6"]]);
  await expect(desk.getByRole("row", { name: /創傷処置/ })).toBeVisible();

  // A site that is typed with the act stands there already.
  await keys.type("左手 消炎");
  await expect(options.first()).toContainText("消炎鎮痛");
  await expect(desk.getByText("部位 左手")).toBeVisible();
  await picture(desk, "find-site");
  for (const _ of "左手 消炎") await keys.press("Backspace");

  // Without a code, by kana; the cheapest first, its price of the day beside it.
  await keys.type("ろき");
  await expect(options.first()).toContainText("ロキソニン錠６０ｍｇ");
  await expect(options.first()).toContainText("10.1円/錠");
  await picture(desk, "find-drug");
  await keys.press("Enter");
  const dialog = desk.getByRole("dialog", { name: "薬剤を加える" });
  await expect(dialog.getByRole("textbox", { name: "使用量" })).toBeFocused();
  await expect(dialog.getByRole("combobox", { name: "名前・規格" }).first()).toHaveValue("ロキソニン錠６０ｍｇ");
  await expect(dialog.getByText("10.1円")).toBeVisible();
  await keys.type("3");
  await picture(desk, "find-drug-dialog");
  await keys.press("Enter");
  await keys.press("Enter");
  await keys.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "日数" })).toBeFocused();
  await keys.type("5");
  await keys.press("F12");
  // 10.1円 × 3 = 30.3円: 3点 a day, × 5 = 15点 (K06: 五捨五超入).
  await expect(desk.getByRole("row", { name: /ロキソニン錠６０ｍｇ/ })).toContainText("15");
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();

  // Bought: what was paid is asked.
  await keys.type("ほうたい");
  await expect(options.filter({ hasText: "固定用伸縮性包帯" })).toContainText("購入価格");
  const place = await options.allTextContents().then((all) => all.findIndex((t) => t.includes("固定用伸縮性包帯")));
  for (let i = 0; i < place; i += 1) await keys.press("ArrowDown");
  await keys.press("Enter");
  await expect(desk.getByRole("textbox", { name: "購入価格" })).toBeFocused();
  await keys.type("250");
  await picture(desk, "find-material-dialog");
  await keys.press("Enter");
  await keys.type("1");
  await keys.press("F12");
  await expect(desk.getByRole("row", { name: /固定用伸縮性包帯/ })).toBeVisible();
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
});
