// What a clerk does at the keyboard, step by step.
import type { Page } from "@playwright/test";
import type { Commands } from "../src/backend/bindings";
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

/** Carries out a command beside the page: for what stands there before a flow begins. */
export async function command<C extends keyof Commands>(
  url: string,
  name: C,
  request: Commands[C][0],
  actor = "",
): Promise<Commands[C][1]> {
  const answer = await fetch(`${url}/rpc`, { method: "POST", body: JSON.stringify({ command: name, actor, request }) });
  const told = (await answer.json()) as { ok?: Commands[C][1]; refused?: { message: string } };
  if (told.ok === undefined) throw new Error(`${name}: ${told.refused?.message}`);
  return told.ok;
}

/** A clinic as it stands after the first start; its file is open. */
export async function clinic(url: string, staff: readonly string[] = ["医師 南"]): Promise<void> {
  await command(url, "create_store", { passphrase: PASSPHRASE, again: PASSPHRASE });
  const empty = await command(url, "facility", {});
  const saved = await command(url, "save_facility", {
    ...empty,
    ...{ name: "南町整形外科", director: "南　一郎", hospital_number: "0112345", institution_code: "0110001234" },
    ...{ postal_code: "0600001", address: "札幌市中央区北一条西1丁目", municipality: "札幌市", telephone: "011-222-3333" },
    labor_bureau: "北海道",
    staff: staff.map((name, i) => ({ name, administrator: i === 0 })),
  });
  expect(saved.messages.filter((m) => m.severity === "blocks")).toEqual([]);
}

/** From the first start into the demo clinic, as 受付 佐藤. Ends on 今日. */
export async function openDemo(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "労災デスクをはじめます" })).toBeVisible();
  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog", { name: "担当を選んでください" })).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
}
