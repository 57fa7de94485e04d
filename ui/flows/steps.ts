// What a clerk does at the keyboard, step by step.
import type { Page } from "@playwright/test";
import { expect, fill } from "./desk";

export const PASSPHRASE = "himitsu no kotoba";

/** First start: passphrase, clinic, one member of staff. Ends on 今日. */
export async function setUp(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "労災デスクをはじめます" })).toBeVisible();
  await fill(page, [PASSPHRASE, PASSPHRASE]);
  await expect(page.getByRole("heading", { name: "はじめの設定" })).toBeVisible();
  await expect(page.getByLabel("名称")).toBeFocused();
  await fill(page, ["南町整形外科", "南　一郎", "0112345", "0110001234", "北海道", "011-222-3333", "0600001"]);
  await fill(page, ["札幌市中央区北一条西1丁目", "札幌市", "1", "0", "", ""]);
  await expect(page.getByRole("heading", { name: "スタッフ" })).toBeVisible();
  await page.keyboard.type("医師 南");
  await page.keyboard.press("F12");
  await expect(page.getByRole("heading", { name: "診療時間" })).toBeVisible();
  await page.keyboard.press("F12");
  await expect(page.getByRole("heading", { name: "届出" })).toBeVisible();
  await page.keyboard.press("F12");
  await expect(page.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
}

/** A 様式第5号 as it lies on the desk: every box typed in the printed order. Answers how often Enter was pressed. */
export async function register(page: Page): Promise<number> {
  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("1");
  await expect(page.getByLabel("用紙を受け取った日")).toBeFocused();
  const boxes = [
    ...["071006", "2001", "01101012345000", "", "1", "5550412", "071003", "きりた", "たろう", "切田　太郎"],
    ...["0600002", "札幌市中央区北二条", "木工", "1410", "班長 山田", "木工機械で左示指を切った", "左示指切創"],
    ...["1", "株式会社みほん木工", "011-333-4444", "0650001", "", "札幌市", "北1条", "三田 次郎", ""],
    ...["", "", "1", "", "", "", "", "", ""],
  ];
  await fill(page, boxes);
  await page.keyboard.press("F12");
  await expect(page.getByRole("heading", { name: /切田/ })).toBeVisible();
  return boxes.length;
}

/** Opens a day of the calendar (the month is shown already) for a new visit. */
export async function openDay(page: Page, day: number): Promise<void> {
  await page.keyboard.press("Alt+c");
  await page.keyboard.press("Home");
  for (let i = 1; i < day; i += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "行為" })).toBeFocused();
}

/** Types an act and picks the first hit; then each answer (to the question of this name) with Enter. */
export async function enterAct(page: Page, typed: string, shown: string, answers: [string, string][]): Promise<void> {
  await page.keyboard.type(typed);
  await expect(page.getByRole("option").first()).toContainText(shown);
  await page.keyboard.press("Enter");
  for (const [question, answer] of answers) {
    await expect(page.locator(":focus")).toHaveAccessibleName(new RegExp(question));
    if (answer !== "") await page.keyboard.type(answer);
    await page.keyboard.press("Enter");
  }
  await expect(page.getByRole("combobox", { name: "行為" })).toBeFocused();
}
