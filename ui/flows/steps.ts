// What a clerk does at the keyboard, step by step.
import type { Locator, Page } from "@playwright/test";
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
  await expect(page.getByRole("combobox", { name: "行為" })).toBeFocused();
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

/** A clinic that was set up before, on 今日. */
export async function sit(page: Page, url: string, staff?: readonly string[]): Promise<void> {
  await clinic(url, staff);
  await page.reload();
  await expect(page.getByRole("searchbox", { name: /患者をさがす/ })).toBeVisible();
}

/** A new sheet of a paper: 1 様式第5号, 2 様式第16号の3, 3 様式第6号, 4 様式第16号の4. */
export async function openSheet(page: Page, digit: string): Promise<void> {
  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press(digit);
  await expect(page.getByLabel("用紙を受け取った日")).toBeFocused();
}

/** A box by the name of its field. */
export function box(page: Page, name: string): Locator {
  return page.locator(`[data-box][name="${name}"]`);
}

/** What stands around a box: its label, its echo, what is said about it. */
export function field(page: Page, name: string): Locator {
  return page.locator(".field").filter({ has: box(page, name) });
}

/** Goes on by Tab until the focus has this name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole("button", { name }).or(page.getByRole("row", { name })).first();
  await expect(wanted).toBeVisible();
  for (let i = 0; i < 60; i += 1) {
    if (await wanted.evaluate((e) => e === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
}

/** A 様式第5号 of 切田 太郎 as it was registered before, with changes. Answers its case. */
export async function registered(url: string, changes: Record<string, string> = {}): Promise<{ worker: number; case: number }> {
  const empty = await command(url, "intake", { case: null, worker: null, form: "5" });
  const fields = {
    ...{ ...empty.fields, received: "2025-10-06", labor_number: "01101012345000", sex: "1", birth: "1980-04-12" },
    ...{ injured_on: "2025-10-03", kana_family: "キリタ", kana_given: "タロウ", name: "切田　太郎", before: "1" },
    ...{ employer_name: "株式会社みほん木工", employer_prefecture: "北海道", employer_municipality: "札幌市", office: "札幌中央" },
    ...{ certified: "1", site_and_state: "左示指切創", ...changes },
  };
  const saved = await command(url, "save_intake", { form: { ...empty, fields }, keep_all: true }, "医師 南");
  return { worker: saved.form.worker ?? 0, case: saved.form.case ?? 0 };
}

/** Finds somebody on 今日 and opens the month. */
export async function openWorker(page: Page, kana: string, name: string): Promise<void> {
  await expect(page.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await page.keyboard.type(kana);
  await expect(page.getByRole("listitem").filter({ hasText: name }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: new RegExp(name) })).toBeVisible();
  await expect(page.locator("[name=entry]:focus, [role=gridcell] button:focus")).toBeVisible();
}

/** From 診療入力 to 月次請求, where the one statement of the month is 確定. */
export async function finalizeMonth(page: Page): Promise<void> {
  await page.keyboard.press("F10");
  await expect(page.getByRole("heading", { name: "月次請求" })).toBeVisible();
  await expect(page.getByText("点検済").first()).toBeVisible();
  await page.keyboard.press("F5");
  await expect(page.getByText("この月の内訳書はすべて確定しています。")).toBeVisible();
}
