// The comments an act demands, by the keyboard: asked for, a wrong day is said, the right one stands on the sheet.
import { expectAccessible } from "./axe";
import { expect, picture, test } from "./desk";
import { line, load } from "./masters";
import { enterAct, openDay, openWorker, registered, sit } from "./steps";

test.use({ calendar: "2025-10-17" });

const DOCTOR = "医師 南";
const comment = (pattern: string, serial: string, text: string) =>
  line(30, { 1: "0", 2: "C", 3: "8", 4: pattern, 5: serial, 6: String(text.length), 7: text, 8: "4", 9: "ｼｹﾝ", 20: "1", 21: "20240601", 22: "99999999", 23: `8${pattern}${serial}`, 24: "1" });
const demand = (code: string, text: string, branch: string) =>
  line(30, { 1: "0", 2: "1", 3: "0431", 4: "J000", 5: branch, 6: "140000610", 8: "創傷処置", 9: code, 11: text, 12: "20240601", 13: "99999999", 14: "01", 15: "0", 16: "0", 17: "000", 18: "1" });
const COMMENTS = [
  comment("50", "190901", "初回実施年月日（試験）"),
  comment("20", "190902", "前医で処置を始めたもの（試験）"),
].join("");
const RELATION = [demand("850190901", "初回実施年月日（試験）", "01"), demand("820190902", "前医で処置を始めたもの（試験）", "01")].join("");

test("行為に要るコメントは、入れるまで確定できず、入れれば摘要に出る", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await sit(desk, served.url);
  await load(served.url, "c_ALL20240601.csv", COMMENTS, DOCTOR);
  await load(served.url, "ck_ALL_20240601.csv", RELATION, DOCTOR);
  await registered(served.url);
  await openWorker(desk, "きりた", "切田");
  await openDay(desk, 7);
  await enterAct(desk, "そうし", "創傷処置", [["部位", ""], ["面積", "6"]]);
  await expect(desk.getByText("どのコメントを付けますか")).toBeVisible();

  // From the line of the act, by its key.
  await keys.press("ArrowUp");
  await expect(desk.getByRole("row", { name: /創傷処置/ })).toBeFocused();
  await keys.press("r");
  const dialog = desk.getByRole("dialog", { name: /摘要/ });
  await expect(dialog.getByText("まだありません")).toBeVisible();
  await expect(dialog.getByRole("checkbox", { name: "前医で処置を始めたもの" })).toBeFocused();
  await keys.press("Enter");
  await expect(dialog.getByRole("textbox", { name: "初回実施年月日" })).toBeFocused();
  await picture(desk, "comments-demanded");
  await expectAccessible(desk);
  await keys.type("R7.13.3");
  await keys.press("F12");
  await expect(dialog.getByText(/暦にない日です/).first()).toBeVisible();
  await expect(dialog.getByRole("textbox", { name: "初回実施年月日" })).toBeFocused();
  await keys.press("Control+a");
  await keys.type("R7.10.3");
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(desk.getByRole("row", { name: /創傷処置/ })).toContainText("コメント1件");
  await expect(desk.getByText("どのコメントを付けますか")).toBeHidden();

  // It comes back as it was typed, and is printed.
  await keys.press("r");
  await expect(dialog.getByText("摘要：初回実施年月日（試験）；令和7年10月3日")).toBeVisible();
  await picture(desk, "comments-given");
  await keys.press("Escape");
});
