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
