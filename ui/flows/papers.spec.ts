// A doctor's paper by the keyboard alone: begun from what is known, finished, printed to a file, mended; and what was half
// written is there again. Looked at in both sizes of the window.
import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compose, expect, picture, test } from "./desk";
import { box, command, openWorker, registered, sit } from "./steps";

const AXE = join(import.meta.dirname, "..", "node_modules", "axe-core", "axe.min.js");
const ACTOR = "医師 南";

/** 切田 太郎, seen on 3 and 31 October 2025, on 今日. */
async function treated(page: Page, url: string): Promise<number> {
  await sit(page, url);
  const known = await registered(url, { occupation: "木工" });
  for (const day of ["2025-10-03", "2025-10-31"]) {
    const acts = [{ code: "140000610", sites: ["左手第2指"], area: "6" }];
    const form = { case: known.case, day, acts } as unknown as Parameters<typeof command<"save_attendance">>[2]["form"];
    const saved = await command(url, "save_attendance", { form }, ACTOR);
    expect(saved.messages).toEqual([]);
  }
  await page.reload();
  await expect(page.getByRole("searchbox")).toBeFocused();
  return known.case;
}

/** Nothing grave for who reads with a screen reader, nothing beside the page. */
async function look(page: Page, name: string): Promise<void> {
  const faults = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    return grave.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`));
  });
  expect.soft(faults, `${name}: 読み上げ・色`).toEqual([]);
  const wide = await page.evaluate(() => {
    const scrolls = (e: Element) => e === document.scrollingElement || /auto|scroll/.test(getComputedStyle(e).overflowX);
    return [...document.querySelectorAll("html, body *:not(.scroll, .sheet)")]
      .filter((e) => scrolls(e) && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
      .map((e) => `${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth}`);
  });
  expect.soft(wide, `${name}: 横にはみ出す`).toEqual([]);
  await picture(page, name);
}

test.beforeEach(({ page }) => page.addInitScript({ path: AXE }));

test("指導管理箋を、わかっていることから作り、PDF にして、直す", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await treated(desk, served.url);
  await openWorker(desk, "きりた", "切田");
  await keys.press("Alt+d");
  await expect(desk.getByRole("heading", { name: "新しく作る" })).toBeVisible();
  await look(desk, "papers-list");

  await keys.press("4");
  await expect(desk.getByRole("heading", { name: "指導管理箋（本人交付用）その他の疾患" })).toBeVisible();
  await expect(box(desk, "nth")).toBeFocused();
  await expect(box(desk, "nth")).toHaveValue("1");
  await expect(desk.getByText("文面は手元の資料にありません")).toBeVisible();
  // What is known stands on the sheet at once.
  const sheet = desk.getByRole("region", { name: "紙面" });
  for (const known of ["切田　太郎", "木工", "左示指切創", "令和7年10月31日", "南町整形外科"]) await expect(sheet).toContainText(known);

  // What is missing is shown one after another.
  await keys.press("F12");
  await expect(box(desk, "current_symptoms")).toBeFocused();
  await expect(desk.getByText("「現在の症状」が空です。書いてください。")).toBeVisible();
  await look(desk, "papers-form-faults");
  await compose(desk, "じしのまげのばしでいたむ", "示指の曲げ伸ばしで痛む。");
  await expect(sheet).toContainText("示指の曲げ伸ばしで痛む。");
  await keys.press("F4");
  await expect(desk.locator("[name=fit_for_work]")).toBeFocused();
  await keys.press("2");
  await keys.press("Enter");
  await expect(box(desk, "conditions_until")).toBeFocused();
  await keys.type("R7.12");
  await keys.press("F12");
  await expect(desk.getByText(/保存しました/)).toBeVisible();
  await expect(sheet).toContainText("令和7年12月");
  await look(desk, "papers-form");

  await keys.press("F8");
  await expect(desk.getByText(/指導管理箋-2025-10-31-.*に書きました/)).toBeVisible();
  const folder = join(served.home, "papers");
  const [pdf] = readdirSync(folder);
  const text = execFileSync("pdftotext", ["-layout", join(folder, pdf ?? ""), "-"]).toString().replace(/\s/g, "");
  for (const said of ["切田太郎", "＜第1回目＞", "示指の曲げ伸ばしで痛む。", "［条件のある期間令和7年12月頃まで］", "医師名南"]) {
    expect(text).toContain(said);
  }

  // Nothing is left unsaved: Esc asks nothing. The paper stands in the list and is opened by Enter.
  await keys.press("Escape");
  const row = desk.getByRole("row", { name: /令和7年10月31日/ });
  await expect(row).toBeFocused();
  await expect(row).toContainText("1回目");
  await look(desk, "papers-list-issued");
  await keys.press("Enter");
  await expect(box(desk, "nth")).toBeFocused();
  await keys.press("Enter");
  await expect(box(desk, "former_work")).toHaveValue("木工");
  await keys.type("木工（旋盤）");

  // Esc asks before it throws anything away, and Esc again goes on writing.
  await keys.press("Escape");
  await expect(desk.getByRole("dialog")).toContainText("書きかけを捨てますか");
  await keys.press("Escape");
  await expect(box(desk, "former_work")).toHaveValue("木工（旋盤）");
  await keys.press("F12");
  await expect(desk.getByText(/保存しました/)).toBeVisible();
  await keys.press("Escape");
  await expect(row).toBeFocused();
  // The second one knows the first.
  await keys.press("4");
  await expect(box(desk, "nth")).toHaveValue("2");
  await expect(sheet).toContainText("木工（旋盤）");
  await keys.press("Escape");

  await expect(row).toBeFocused();
  await keys.press("Control+d");
  await expect(desk.getByRole("dialog")).toContainText("文書を消しますか");
  await desk.getByRole("dialog").getByRole("button", { name: "消す" }).press("Enter");
  await expect(desk.getByText("まだありません。")).toBeVisible();
  await keys.press("Escape");
  await expect(desk.getByRole("heading", { name: /切田/ })).toBeVisible();
});

test("書きかけは、閉じても今日の画面から続けられる", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await treated(desk, served.url);
  await openWorker(desk, "きりた", "切田");
  await keys.press("Alt+d");
  await expect(desk.getByRole("heading", { name: "新しく作る" })).toBeVisible();
  await keys.press("8");
  await expect(desk.getByRole("heading", { name: "傷病経過等概要書" })).toBeVisible();
  await box(desk, "reference").focus();
  await compose(desk, "てんきょのため", "転居のため");
  await expect(desk.getByRole("region", { name: "紙面" })).toContainText("転居のため");
  // Alt+T leaves without asking: what was typed is kept.
  await keys.press("Alt+t");
  const kept = desk.getByRole("listitem").filter({ hasText: "傷病経過等概要書　切田" });
  await expect(kept).toBeVisible();
  await kept.getByRole("button", { name: /を続ける/ }).press("Enter");
  await expect(desk.getByRole("heading", { name: "傷病経過等概要書" })).toBeVisible();
  await expect(desk.getByText("前に書いて保存していない内容を戻しました")).toBeVisible();
  await expect(box(desk, "reference")).toHaveValue("転居のため");
  // Thrown away, it is gone for good.
  await keys.press("Escape");
  await desk.getByRole("dialog").getByRole("button", { name: "捨てる" }).press("Enter");
  await expect(desk.getByRole("heading", { name: "新しく作る" })).toBeVisible();
  await keys.press("8");
  await expect(box(desk, "reference")).toHaveValue("");
});

for (const { name, viewport, scale } of [
  { name: "small", viewport: { width: 1366, height: 768 }, scale: 1 },
  { name: "double", viewport: { width: 683, height: 384 }, scale: 2 },
]) {
  test.describe(name, () => {
    test.use({ viewport, deviceScaleFactor: scale });

    test("すべての文書を見る", async ({ desk, served }) => {
      const keys = desk.keyboard;
      await treated(desk, served.url);
      await openWorker(desk, "きりた", "切田");
      await keys.press("Alt+d");
      await expect(desk.getByRole("heading", { name: "新しく作る" })).toBeVisible();
      for (const digit of ["1", "2", "3", "4", "5", "6", "7", "8"]) {
        await keys.press(digit);
        await expect(desk.locator("[data-boxes] :focus")).toBeVisible();
        await expect(desk.locator(".sheet svg")).toHaveCount(1);
        await look(desk, `papers-${name}-${digit}`);
        await keys.press("F12");
        if (digit === "8") await expect(desk.getByText(/が空です|保存しました/).first()).toBeVisible();
        else await expect(desk.getByText(/が空です|がありません/).first()).toBeVisible();
        await keys.press("Escape");
        await expect(desk.getByRole("heading", { name: "新しく作る" })).toBeVisible();
      }
    });
  });
}
