// Every screen and dialog at the smallest window and enlarged to 200 %: nothing that shuts out who reads with a screen
// reader, nothing beside the page, the focus in sight, a picture of each for people.
import type { Page } from "@playwright/test";
import { join } from "node:path";
import { compose, expect, fill, picture, test } from "./desk";
import { act, begin, DOCTOR, june, openJune, visit, WOUND } from "./months";
import { box, clinic, command, openDay, openDemo, openWorker, PASSPHRASE, registered } from "./steps";

const AXE = join(import.meta.dirname, "..", "node_modules", "axe-core", "axe.min.js");

/** Looks at what is shown now. Every fault is gathered, so that one run tells of all screens. */
function watch(page: Page, size: string): (name: string) => Promise<void> {
  return async (name) => {
    await expect(page.getByText("読んでいます…")).toBeHidden();
    expect.soft(await page.evaluate(seriousFaults), `${name} ${size}: 読み上げ・色`).toEqual([]);
    expect.soft(await page.evaluate(wideParts), `${name} ${size}: 横にはみ出す`).toEqual([]);
    expect.soft(await page.evaluate(hiddenFocus), `${name} ${size}: 焦点`).toBe("");
    await picture(page, `${size}-${name}`);
  };
}

/** What axe finds of impact serious or critical. */
async function seriousFaults(): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import("axe-core") };
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  return grave.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ""}`));
}

/** What is wider than the place it has, apart from tables and sheets, which scroll for themselves. */
function wideParts(): string[] {
  const scrolls = (e: Element) => e === document.scrollingElement || /auto|scroll/.test(getComputedStyle(e).overflowX);
  return [...document.querySelectorAll("html, body *:not(.scroll, .sheet)")]
    .filter((e) => scrolls(e) && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1)
    .map((e) => `${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth}`);
}

/** Why the focus is not in sight, or nothing. A choice is seen by its label. */
function hiddenFocus(): string {
  const active = document.activeElement;
  if (!active || active === document.body) return "どこにもない";
  const shown = active.matches(".sr-only") ? (active.closest("label") ?? active) : active;
  const { left, top, width, height } = shown.getBoundingClientRect();
  const at = (part: number, from: number, length: number) => from + 2 + (length - 4) * part;
  const parts = [0, 0.25, 0.5, 0.75, 1];
  const points = parts.flatMap((x) => parts.map((y) => document.elementFromPoint(at(x, left, width), at(y, top, height))));
  const seen = points.filter((e) => e !== null && (shown.contains(e) || e.contains(shown) || shown instanceof SVGElement));
  return seen.length * 2 >= points.length ? "" : `${shown.outerHTML.slice(0, 120)}: ${seen.length}/${points.length}`;
}

/** A case whose paper has not come and whose numbers are still to be asked. */
async function oweSomething(url: string): Promise<void> {
  const actor = "受付 佐藤";
  const empty = { case: null, worker: null, revision: 0, worker_revision: 0, form: "5", kept: [] };
  const fields = {
    labor_number: "0110101234500", sex: "1", birth: "1990-05-05", injured_on: "2025-10-15", kana_family: "マチダ", kana_given: "ミチ",
    name: "待田　美智", certified: "3", employer_name: "北港運送", before: "1", site_and_state: "腰部打撲傷",
  };
  const saved = await command(url, "save_intake", { form: { ...empty, fields }, keep_all: true }, actor);
  const visit = await command(url, "month", { worker: saved.form.worker ?? 0, month: "2025-10" }, actor);
  expect(visit.cases).toHaveLength(1);
}

const SIZES = [
  { size: "small", viewport: { width: 1366, height: 768 }, deviceScaleFactor: 1 },
  { size: "double", viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 },
] as const;

const PAPERS = [
  { digit: "1", title: "様式第5号", name: "5" },
  { digit: "2", title: "様式第16号の3", name: "16-3" },
  { digit: "3", title: "様式第6号", name: "6" },
  { digit: "4", title: "様式第16号の4", name: "16-4" },
] as const;

for (const { size, viewport, deviceScaleFactor } of SIZES) {
  test.describe(`${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport, deviceScaleFactor });
    test.setTimeout(240_000);
    test.beforeEach(({ page }) => page.addInitScript({ path: AXE }));

    test("はじめから受付票まで", async ({ desk, served }) => {
      const keys = desk.keyboard;
      const look = watch(desk, size);
      const heading = (name: string | RegExp) => expect(desk.getByRole("heading", { name }).first()).toBeVisible();
      const dialog = desk.getByRole("dialog");
      const search = desk.getByRole("searchbox");

      await heading("労災デスクをはじめます");
      await look("start-new");
      await keys.type("short");
      await keys.press("F12");
      await expect(desk.getByText("合言葉は8文字以上にしてください。")).toBeVisible();
      await look("start-new-short");
      await keys.press("Control+a");
      await fill(desk, [PASSPHRASE, PASSPHRASE]);

      await heading("医療機関");
      await expect(desk.getByLabel("名称")).toBeFocused();
      await look("setup-1-facility");
      await keys.press("F12");
      await expect(desk.getByText("医療機関の名称が空です。")).toBeVisible();
      await look("setup-1-facility-faults");
      await fill(desk, ["南町整形外科", "南　一郎", "0112345", "0110001234", "北海道", "011-222-3333", "0600001"]);
      await fill(desk, ["札幌市中央区北一条西1丁目", "札幌市", "1", "0", "", ""]);
      await heading("スタッフ");
      await keys.type("医師 南");
      await look("setup-2-staff");
      await keys.press("F12");
      await heading("診療時間");
      await keys.press("Enter");
      await expect(desk.getByLabel("曜日")).toBeFocused();
      await fill(desk, ["", "900"]);
      await keys.type("2500");
      await look("setup-3-hours");
      await keys.press("F12");
      await expect(desk.getByText(/は時刻として読めません/)).toBeVisible();
      await look("setup-3-hours-faults");
      await keys.press("Control+a");
      await keys.type("1230");
      await keys.press("F12");
      await heading("届出");
      await keys.type("リハ");
      await expect(desk.getByRole("option").first()).toBeVisible();
      await look("setup-4-notices");
      await keys.press("Escape");
      await keys.press("F12");

      await expect(search).toBeFocused();
      await look("today-empty");
      await keys.press("F2");
      await expect(dialog).toBeVisible();
      await look("today-form");
      for (const { digit, title, name } of PAPERS) {
        if (await dialog.isHidden()) await keys.press("F2");
        await keys.press(digit);
        await heading(title);
        await expect(desk.getByLabel("用紙を受け取った日")).toBeFocused();
        await look(`intake-${name}`);
        await keys.press("Escape");
        await expect(search).toBeFocused();
      }

      await keys.press("F2");
      await keys.press("1");
      await expect(desk.getByLabel("用紙を受け取った日")).toBeFocused();
      await fill(desk, ["7.10.32", "2001", "0110101234500", "", "1", "7.10.3", "071003", ""]);
      await compose(desk, "たろう", "太郎");
      await fill(desk, ["", "切田　太郎"]);
      await expect(desk.getByText("カナでない文字があります。")).toBeVisible();
      await look("intake-faults");
      await keys.press("F12");
      await expect(dialog).toBeVisible();
      await look("intake-asks");
      await keys.press("Escape");
      await expect(dialog).toBeHidden();
      await keys.press("F4");
      await expect(dialog).toBeVisible();
      await look("intake-other-paper");
      await keys.press("Escape");
      await keys.press("F1");
      await expect(dialog).toContainText("この画面のキー");
      await look("help-intake");
      await keys.press("Escape");
      await keys.press("Escape");
      await expect(desk.getByRole("heading", { name: "書きかけ" })).toBeVisible();
      await expect(search).toBeFocused();
      await look("today-drafts");

      await keys.press("Control+l");
      await expect(desk.getByRole("textbox", { name: "合言葉" })).toBeFocused();
      await look("locked");
      await fill(desk, ["wrong passphrase"]);
      await expect(desk.getByText(/合言葉が違うか/)).toBeVisible();
      await look("locked-wrong");
    });

    test("見本の診療所のすべて", async ({ desk, served }) => {
      const keys = desk.keyboard;
      const look = watch(desk, size);
      const dialog = desk.getByRole("dialog");
      const search = desk.getByRole("searchbox", { name: /患者をさがす/ });
      const entry = desk.getByRole("combobox", { name: "行為" });
      const focused = desk.locator(":focus");
      const option = desk.getByRole("option").first();
      const closed = async () => {
        await keys.press("Escape");
        await expect(dialog).toBeHidden();
      };

      // Who sits here, and what is owed.
      await expect(desk.getByRole("heading", { name: "労災デスクをはじめます" })).toBeVisible();
      await keys.press("F2");
      await expect(dialog).toBeVisible();
      await look("actor");
      await keys.press("2");
      await expect(search).toBeFocused();
      await oweSomething(served.url);
      await keys.press("F10");
      await expect(desk.getByLabel("名称")).toBeFocused();

      // The settings, section by section; the last one moves the calendar behind the month.
      const sections = ["医療機関", "診療時間", "届出", "スタッフ", "診療科", "印刷", "控え・点検", "変更の記録", "見本の日付"];
      for (const [i, name] of sections.entries()) {
        await keys.press(`Control+${i + 1}`);
        await expect(desk.getByRole("tabpanel", { name })).toBeVisible();
        await expect(focused).toBeVisible();
        await look(`settings-${i + 1}`);
      }
      await fill(desk, ["071106"]);
      await expect(desk.getByText("令和7年11月6日(木)").first()).toBeVisible();
      await keys.press("Escape");
      await expect(desk.getByText(/が要確認のままです/).first()).toBeVisible();
      await look("today-owed");
      await keys.type("き");
      await expect(desk.getByText(/\d件/).first()).toBeVisible();
      await look("today-hits");

      // Somebody who is known already.
      await keys.press("F2");
      await expect(dialog).toBeVisible();
      await look("today-form-known");
      await keys.press("5");
      await keys.press("1");
      await expect(desk.getByLabel("用紙を受け取った日")).toBeFocused();
      await fill(desk, ["", "", "01101012345000", "", "1", "5550412", "071003", "きりた", "たろう"]);
      await expect(desk.getByText("同じ人ですか")).toBeVisible();
      await look("intake-same-person");
      await keys.press("F5");
      await expect(dialog).toBeVisible();
      await keys.type("きりた");
      await expect(option).toBeVisible();
      await look("intake-known-people");
      await keys.press("Escape");
      await keys.press("Escape");
      await closed();
      await keys.press("Escape");
      await expect(search).toBeFocused();

      // A visit: every dialog above it, every tab, the reasons.
      await keys.type("きりた");
      await expect(desk.getByText("切田　太郎").first()).toBeVisible();
      await keys.press("Enter");
      await expect(entry).toBeFocused();
      await keys.press("F4");
      await expect(desk.getByText("未登録")).toBeVisible();
      await expect(entry).toBeFocused();
      await look("visit-empty");
      await keys.press("F3");
      await expect(dialog).toContainText("令和7年10月10日");
      await look("visit-last");
      await closed();
      await openDay(desk, 3);
      await expect(desk.getByText(/初診時に救急医療/).first()).toBeVisible();
      await look("visit-acts");
      await keys.type("そう");
      await expect(option).toBeVisible();
      await look("visit-palette");
      await keys.type("しょうしょち");
      await expect(option).toContainText("創傷処置");
      await keys.press("Enter");
      await expect(focused).toHaveAccessibleName("部位");
      await look("visit-site");
      await keys.type("みぎ");
      await expect(option).toBeVisible();
      await look("visit-site-found");
      await keys.press("F6");
      await expect(dialog).toBeVisible();
      await look("visit-chart");
      await closed();
      await fill(desk, ["てゆび2"]);
      await expect(focused).toHaveAccessibleName("面積");
      await fill(desk, ["0"]);
      await expect(desk.getByText(/0より大きく/).first()).toBeVisible();
      await look("visit-fault");
      await keys.press("Escape");
      await expect(entry).toBeFocused();
      await keys.press("Escape");
      for (const [key, name] of [["F7", "drugs"], ["F8", "material"], ["F9", "unlisted"]] as const) {
        await keys.press(key);
        await expect(dialog).toBeVisible();
        if (name === "drugs") await fill(desk, ["1", "ロキソプロフェン錠60mg", "abc"]);
        if (name === "unlisted") await keys.press("F12");
        await look(`visit-${name}`);
        await closed();
      }
      await keys.press("F11");
      await expect(desk.getByLabel("受付の時刻")).toBeFocused();
      await look("visit-terms");
      await keys.press("F11");
      await expect(entry).toBeFocused();
      await keys.press("ArrowUp");
      await keys.press("Enter");
      await expect(dialog).toContainText("薬剤を直す");
      await look("visit-drugs-again");
      await closed();
      await keys.press("Home");
      await keys.press("Enter");
      await expect(dialog).toContainText("ブラッシング");
      await look("visit-act");
      await closed();
      await keys.press("r");
      await expect(dialog).toContainText("摘要");
      await look("visit-remark");
      await closed();
      await keys.press("F5");
      await expect(focused).toHaveAttribute("data-line", /./);
      await look("visit-why");
      await keys.press("F1");
      await expect(dialog).toContainText("この画面のキー");
      await look("help-visit");
      await closed();
      await keys.press("Control+2");
      await expect(focused).toHaveAccessibleName("傷病名");
      await look("visit-record");
      await keys.press("Control+3");
      await expect(desk.getByLabel("証明した日")).toBeFocused();
      await look("visit-papers");
      await keys.press("Control+d");
      await expect(dialog).toContainText("受診を消しますか");
      await look("visit-remove");
      await closed();

      // The month: faults, what is asked, paper.
      await keys.press("F10");
      await expect(desk.getByRole("heading", { name: "月次請求" })).toBeVisible();
      await expect(desk.getByRole("treeitem").first()).toBeVisible();
      await look("month");
      await keys.press("F4");
      await expect(desk.getByRole("treeitem", { level: 2 }).first()).toBeVisible();
      await look("month-faults");
      await keys.press("Shift+F5");
      await expect(dialog).toContainText("まとめて確定");
      await look("month-finalize");
      await keys.press("Enter");
      await expect(desk.getByText(/件を確定しました。/)).toBeVisible();
      await expect(desk.getByText("初回分　札幌東署")).toBeVisible();
      await look("month-finalized");
      await keys.press("F7");
      await expect(dialog.locator("svg").first()).toBeVisible();
      await look("month-sheet");
      await keys.press("F5");
      await expect(desk.getByText("大きさ: 100%")).toBeVisible();
      await look("month-sheet-whole");
      await closed();
      for (const [key, name] of [["F8", "pdf"], ["F12", "print"]] as const) {
        await keys.press(key);
        await expect(dialog).toBeVisible();
        await look(`month-${name}`);
        await closed();
      }
      await keys.press("End");
      await keys.press("F6");
      await expect(dialog).toContainText("確定を外す");
      await keys.press("F12");
      await expect(desk.getByText(/理由を入れてください/)).toBeVisible();
      await look("month-lift");
      await closed();
      await keys.press("Enter");
      await expect(desk.getByText("確定しています").or(desk.getByText(/なので、入力できません/)).first()).toBeVisible();
      await look("visit-finalized");
      await keys.press("Control+l");
      await expect(dialog).toContainText("見本を終えますか");
      await look("demo-ends");
      await keys.press("Tab");
      await keys.press("Enter");
      await expect(desk.getByRole("heading", { name: "労災デスクをはじめます" })).toBeVisible();
    });

    test("答え・もしも・規則集", async ({ desk, served }) => {
      const keys = desk.keyboard;
      const look = watch(desk, size);
      const dialog = desk.getByRole("dialog");
      const entry = desk.getByRole("combobox", { name: "行為" });
      const result = desk.getByRole("region", { name: "もしもの金額" });
      const what = desk.getByRole("combobox", { name: "何を変えてみますか" });
      await begin(desk, served.url);
      const made = await registered(served.url, { before: "2", injured_on: "2025-03-01" });
      const drug = { name: "ロキソプロフェン錠60mg", price: "10.1", quantity: "3", unit: "錠" };
      await visit(served.url, made.case, "2025-10-03", [WOUND]);
      await visit(served.url, made.case, "2025-10-07", [
        act({ code: "120002910" }),
        act({ drug_use: "internal", drugs: [drug], days: "5" }),
        act({ code: "101801510", guided: "worker" }),
      ]);
      const said = { case: made.case, month: "2025-10", value: "no", text: "縫合だけで、救急の処置はしていない", by: DOCTOR };
      await command(served.url, "answer", { ...said, day: "2025-10-03", question: "emergency_care" }, DOCTOR);
      await openWorker(desk, "きりた", "切田");
      await look("answers");
      await keys.press("F5");
      const walkTo = async (name: string) => {
        await keys.press("Home");
        const line = desk.locator("[data-line]:focus");
        for (let i = 0; i < 30 && !(await line.textContent())?.includes(name); i += 1) await keys.press("ArrowDown");
        await expect(line).toContainText(name);
      };
      await walkTo("職場復帰支援");
      await keys.press("y");
      await expect(desk.getByRole("textbox", { name: /療養を始めた日/ })).toBeFocused();
      await look("answer-day");
      await keys.press("Escape");
      await walkTo("ロキソプロフェン");
      await keys.press("y");
      await expect(desk.getByRole("textbox", { name: /緊急やむを得ない理由/ })).toBeFocused();
      await keys.insertText("長".repeat(101));
      await keys.press("Enter");
      await expect(desk.locator(".answer .message")).not.toBeEmpty();
      await look("answer-words");
      await keys.press("Escape");
      await walkTo("再診時療養指導管理料");
      await look("answer-choice");
      await keys.press("r");
      await expect(desk.getByRole("textbox", { name: /いいえの理由/ })).toBeFocused();
      await look("answer-reason");
      await compose(desk, "じかん", "時間がなかった");
      await keys.press("Enter");
      await walkTo("再診時");
      await expect(desk.getByText("いいえ（時間がなかった）").first()).toBeVisible();
      await look("answered");
      await walkTo("再診料");
      await keys.press("Alt+k");
      await expect(desk.getByRole("region", { name: "再診料" })).toBeFocused();
      await look("rulebook-page");
      await keys.press("F3");
      await expect(desk.getByRole("searchbox", { name: "規則をさがす" })).toBeFocused();
      await look("rulebook-list");
      await keys.press("Escape");
      await expect(dialog).toBeHidden();

      await keys.press("Escape");
      await expect(entry).toBeFocused();
      await keys.type("101801520");
      await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("3回目");
      await keys.press("Enter");
      await expect(desk.getByRole("radiogroup", { name: /だれに/ })).toBeVisible();
      await look("visit-guided");
      await keys.press("Escape");
      await expect(entry).toBeFocused();
      await keys.press("Escape");

      await keys.press("Alt+i");
      await expect(what).toBeFocused();
      await expect(result).toContainText("円");
      await look("what-if");
      const pick = async (typed: string) => {
        await keys.type(typed);
        await expect(desk.getByRole("listbox").getByRole("option")).toHaveCount(1);
        await keys.press("Enter");
        await expect(what).toBeHidden();
      };
      await pick("課税");
      await look("what-if-choice");
      await keys.press("2");
      await expect(what).toBeFocused();
      await pick("部位 10月3日");
      await look("what-if-site");
      await keys.type("みぎぜんわん");
      await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("右前腕");
      await keys.press("Enter");
      await expect(result.getByRole("row")).not.toHaveCount(0);
      await keys.press("Tab");
      await look("what-if-result");
      await what.focus();
      await pick("時刻 10月3日");
      await keys.type("ひる");
      await keys.press("Enter");
      await expect(result).toContainText("時刻として読めません");
      await look("what-if-fault");
      await keys.press("Escape");
      await expect(dialog).toBeHidden();
    });

    test.describe("令和8年6月", () => {
      test.use({ calendar: "2026-06-30" });

      test("値の照合", async ({ desk, served }) => {
        const keys = desk.keyboard;
        const look = watch(desk, size);
        const dialog = desk.getByRole("dialog");
        await begin(desk, served.url);
        await june(served.url);
        await openJune(desk);
        await look("values-month");
        await keys.press("ArrowDown");
        await keys.press("Enter");
        await expect(dialog).toContainText("告示・通達にある値");
        await expect(box(desk, "amount")).toBeFocused();
        await look("values-value");
        await keys.press("F12");
        await expect(dialog.getByText(/名称が空です/)).toBeVisible();
        await look("values-faults");
        await fill(desk, ["基発0520第1号", "080520"]);
        await compose(desk, "だいいち", "第1の2");
        await keys.press("F12");
        await expect(dialog).toBeHidden();
        await look("values");
        await desk.getByRole("grid", { name: "照合した値" }).locator("tbody tr").first().focus();
        await look("values-confirmed");
        await keys.press("Enter");
        await expect(dialog).toContainText("照合し直す");
        await look("values-again");
      });
    });
  });
}
