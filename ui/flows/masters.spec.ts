// 設定 › マスター by the keyboard: files go in, one is refused, one is stopped, one is taken back and put back.
import type { FileChooser } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, picture, test } from "./desk";
import { actLine, line } from "./masters";
import { begin, CLERK } from "./months";
import { box, tabTo } from "./steps";

test.use({ calendar: "2025-10-17" });

const whole = [
  actLine("140000610", "創傷処置（１００ｃｍ２未満）", "52.00"),
  actLine("140000710", "創傷処置（１００ｃｍ２以上５００ｃｍ２未満）", "60.00"),
  actLine("140002210", "消炎鎮痛等処置（湿布処置）", "35.00"),
].join("");
const update = [
  line(150, { 1: "5", 2: "S", 3: "140000610", 12: "54.00", 87: "20251001" }),
  line(150, { 1: "9", 2: "S", 3: "140002210", 87: "20251001", 88: "20250930" }),
  actLine("140099910", "試験用処置", "100.00", { 1: "3", 87: "20251001" }),
].join("");
const wrong = actLine("140000810", "創傷処置", "90.00") + actLine("14000091", "八桁", "九十");
/** Nine digits of a code for every number, so that it is as large as a revision's file. */
const large = Array.from({ length: 30_000 }, (_, i) => actLine(`14${String(i).padStart(7, "0")}`, `試験用処置${i}`.padEnd(60, "試"), "1.00")).join("");

const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("マスターを入れ、断られ、途中でやめ、取り消す", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const kinds = desk.getByRole("grid", { name: "いまのマスター" });
  const files = desk.getByRole("grid", { name: "入れたファイル" });
  const jobs = desk.getByRole("region", { name: "読み込み" }).getByRole("listitem");
  const choose = desk.getByRole("button", { name: "ファイルを選ぶ" });
  // Listened to from the start: a chooser that opens before somebody waits for it would be missed.
  const choosers: FileChooser[] = [];
  desk.on("filechooser", (chooser) => choosers.push(chooser));
  const chosen = async (all: ReturnType<typeof file>[]) => {
    await expect.poll(() => choosers.length).toBe(1);
    await choosers.pop()?.setFiles(all);
  };
  await begin(desk, served.url);
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+m");
  await expect(desk.getByRole("heading", { name: "マスター", exact: true })).toBeVisible();
  await expect(choose).toBeFocused();
  await expect(desk.getByText("まだ1つも入っていません")).toBeVisible();
  await picture(desk, "masters-empty");

  // Enter opens the file chooser; three at once, the update before its whole file, one of them none.
  await keys.press("Enter");
  await chosen([file("s_20250925.csv", update), file("s_ALL20240531.csv", whole), file("bad_20240601.csv", wrong)]);
  await expect(jobs).toHaveCount(3);
  await expect(jobs.nth(0)).toContainText("入れました");
  await expect(jobs.nth(1)).toContainText("医科診療行為マスター 全件 令和6年5月31日版を入れました：新しい3、変わった0、終わった0");
  await expect(jobs.nth(2)).toContainText("入れませんでした");
  await expect(kinds).toContainText("令和7年9月25日");
  await expect(files.getByRole("row")).toHaveCount(3);
  await expect(choose).toBeFocused();
  await expectAccessible(desk);
  await picture(desk, "masters-loaded");

  // The rows that do not go in, with line, column and reason.
  await tabTo(desk, /入らない行を見る（1行）/);
  await keys.press("Enter");
  await expect(dialog).toContainText("診療行為コード「14000091」");
  await expectAccessible(desk);
  await picture(desk, "masters-rejected");
  await keys.press("Escape");
  await expect(dialog).toBeHidden();

  // What the update changed, narrowed by a word.
  await expect(files.locator("tr:focus")).toBeVisible();
  await keys.press("End");
  await expect(files.locator("tr:focus")).toContainText("s_20250925.csv");
  await keys.press("Enter");
  await expect(dialog).toContainText("前の版から：新しい1、変わった1、終わった1");
  await expect(dialog).toContainText("52.00 → 54.00");
  await expect(dialog).toContainText("令和7年9月30日まで");
  await expect(box(desk, "report_query")).toBeFocused();
  await expectAccessible(desk);
  await picture(desk, "masters-report");
  await keys.type("湿布");
  await expect(dialog.getByRole("row")).toHaveCount(2);
  await keys.press("Escape");
  await expect(dialog.getByRole("row")).toHaveCount(4);

  // Taken back, seen, put back.
  await tabTo(desk, "取り消す");
  await keys.press("Enter");
  await expect(desk.getByRole("dialog", { name: "このファイルを取り消しますか" })).toBeVisible();
  await keys.press("Tab");
  await keys.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(files).toContainText("取り消しました");
  await expect(kinds).toContainText("令和6年5月31日");
  await expect(files.locator("tr:focus")).toContainText("s_20250925.csv");
  await picture(desk, "masters-taken-back");
  await keys.press("Enter");
  await tabTo(desk, "元に戻す");
  await keys.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(files).not.toContainText("取り消しました");

  // A large file is stopped by Esc: nothing of it is kept, the screen stays.
  await choose.focus();
  await keys.press("Enter");
  await chosen([file("s_ALL20260601.csv", large)]);
  await expect(jobs.nth(0)).toContainText("受け取り中");
  await picture(desk, "masters-receiving");
  await keys.press("Escape");
  await expect(jobs.nth(0)).toContainText("途中でやめました。このファイルからは何も入れていません。");
  await expect(files.getByRole("row")).toHaveCount(3);
  await expect(choose).toBeFocused();
  await keys.press("Escape");
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeVisible();
});

test("管理者でない人は、マスターを見るだけで入れられない", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url, CLERK);
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+m");
  await expect(desk.getByText(/マスターを入れられるのは管理者だけです/)).toContainText(CLERK);
  await expect(desk.getByRole("button", { name: "ファイルを選ぶ" })).toBeDisabled();
  await keys.press("F1");
  await expect(desk.getByRole("dialog")).toContainText("zipかCSVのまま、どの順でも入れます");
});
