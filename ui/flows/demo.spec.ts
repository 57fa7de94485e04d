// The demo clinic by the keyboard: 切田's October to its end, 確定 of the month, paper from the page and from the engine.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { compose, expect, fill, test } from "./desk";
import { box, enterAct, openDay, openDemo, openWorker, tabTo } from "./steps";

// By hand, as in assets/demo/2025-10.yaml: 1,910点 × 12円 = 22,920円; 3,850 + 1,250 + 2,000 + 7,100 + 920 = 15,120円
const TOTAL = "38,040円";

test("切田の10月を終え、確定し、印刷する", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const total = desk.locator("dd").filter({ hasText: "円" });
  await openDemo(desk);
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+9");
  await expect(box(desk, "calendar")).toBeFocused();
  await fill(desk, ["071106"]);
  await expect(desk.getByText("令和7年11月6日(木)").first()).toBeVisible();
  await keys.press("Escape");

  // The visit that is missing, the answer, how it went and ended.
  await openWorker(desk, "きりた", "切田");
  await expect(total.last()).toHaveText("34,746円");
  await expect(box(desk, "entry")).toBeFocused();
  await openDay(desk, 24);
  await tabBack(desk, "planned_management");
  await keys.press("1");
  await keys.press("F12");
  await expect(desk.getByText("行為0件　52点　1,420円")).toBeVisible();
  await keys.press("Alt+y");
  await expect(desk.getByText("初診時に救急医療を行いましたか")).toBeHidden();
  await expect(total.last()).toHaveText(TOTAL);
  await keys.press("Control+2");
  await expect(box(desk, "disease0_name")).toBeFocused();
  await expect(box(desk, "disease0_name")).toHaveValue("左示指切創");
  await fill(desk, ["", "", "", ""]);
  await compose(desk, "もっこうきかい", "木工機械で左示指を切り受診。洗浄のうえ縫合した。感染なく経過し、10月14日に抜糸、10月24日に治ゆと認めた。");
  await fill(desk, ["", "1"]);
  await expect(box(desk, "disposition_day")).toBeFocused();
  await fill(desk, ["071024"]);
  await expect(desk.getByText(/^保存しました/)).toBeVisible();
  await expect(total.last()).toHaveText(TOTAL);

  // Taken back and done again.
  await keys.press("Control+1");
  await expect(box(desk, "entry")).toBeFocused();
  await enterAct(desk, "f100", "処方料", []);
  await expect(total.last()).not.toHaveText(TOTAL);
  const more = (await total.last().textContent()) ?? "";
  await keys.press("Control+z");
  await expect(total.last()).toHaveText(TOTAL);
  await keys.press("Control+y");
  await expect(total.last()).toHaveText(more);
  await keys.press("Control+z");
  await expect(total.last()).toHaveText(TOTAL);

  // The whole month; one is lifted, which asks why, and is 確定 anew.
  await keys.press("F10");
  const row = desk.getByRole("treeitem", { level: 1 }).filter({ hasText: "切田" });
  await expect(row).toContainText(TOTAL);
  await expect(row).toContainText("点検済");
  await keys.press("Shift+F5");
  await expect(dialog).toContainText("点検済の内訳書4件を確定します。");
  await keys.press("Enter");
  await expect(desk.getByText("4件を確定しました。")).toBeVisible();
  await expect(desk.getByText("この月の内訳書はすべて確定しています。")).toBeVisible();
  await walkTo(desk, "切田");
  await keys.press("F6");
  await expect(dialog).toContainText("確定を外す");
  await keys.press("F12");
  await expect(dialog.getByText(/理由を入れてください。/)).toBeVisible();
  await compose(desk, "けんしゅう", "研修のため");
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(row).toContainText("点検済");
  await expect(row).toBeFocused();
  await keys.press("F5");
  await expect(row).toContainText("第2版");

  // Every sheet is seen, as copy and as what is printed on the form.
  await keys.press("F7");
  await expect(dialog).toContainText("内訳書　切田　太郎");
  await expect(dialog.locator("svg").first()).toContainText("切田");
  await keys.press("F6");
  await expect(dialog).toContainText("所定の用紙（文字だけ）");
  await expect(dialog).toContainText("2 / 7");
  for (const at of [3, 4, 5, 6, 7]) {
    await keys.press("PageDown");
    await expect(dialog).toContainText(`${at} / 7`);
    await expect(dialog.locator("svg").first()).toBeVisible();
  }
  await expect(dialog).toContainText("請求書　2回目以降分");
  await keys.press("Escape");
  await expect(dialog).toBeHidden();

  // Paper: the page through the browser's printer, and the engine's own PDF.
  await desk.evaluate(() => Object.assign(window, { print: () => document.body.setAttribute("data-printed", "") }));
  await keys.press("F12");
  await expect(dialog).toBeVisible();
  await keys.press("2");
  await fill(desk, ["", "1"]);
  await keys.press("F12");
  await expect(desk.locator("[data-printed]")).toBeAttached();
  await desk.emulateMedia({ media: "print" });
  await expect(desk.locator(".print-sheet")).toHaveCount(4);
  await expect(desk.locator(".desk-main h1")).toBeHidden();
  const printed = join(served.home, "printed.pdf");
  writeFileSync(printed, await desk.pdf({ preferCSSPageSize: true, printBackground: true }));
  await desk.emulateMedia({ media: "screen" });
  await expect(desk.locator(".print-sheet")).toHaveCount(0);
  await keys.press("F8");
  await expect(dialog).toBeVisible();
  await keys.press("2");
  await fill(desk, ["", "1"]);
  await keys.press("F12");
  await expect(desk.getByText(/4枚を.*に書きました。/)).toBeVisible();
  const [written] = readdirSync(join(served.home, "papers")).filter((name) => name.startsWith("34722"));
  const own = join(served.home, "papers", written ?? "");

  // A sheet of A4 each, and every word where the engine has it; the digits that a machine reads by their ink, because
  // the boxes of their letters are written down differently.
  for (const file of [printed, own]) {
    expect(execFileSync("pdfinfo", [file]).toString()).toMatch(/Pages: +4\n[^]*\(A4\)/);
  }
  const [pages1, pages2] = [wordsOf(printed), wordsOf(own)];
  for (const page of [0, 1, 2, 3]) {
    const [mine, theirs] = [pages1[page] ?? [], pages2[page] ?? []];
    expect(mine.map((w) => w.text).sort()).toEqual(theirs.map((w) => w.text).sort());
    for (const word of mine) {
      const far = (w: Word) => Math.hypot(w.left - word.left, w.bottom - word.bottom);
      const other = theirs.filter((w) => w.text === word.text).reduce((near, w) => (far(w) < far(near) ? w : near));
      const [left, right] = [Math.abs(word.left - other.left), Math.abs(word.right - other.right)];
      expect(Math.max(left, right), `${word.text}: across`).toBeLessThan(0.5);
      const isOcr = word.bottom - word.top > 10;
      const [a, b] = isOcr ? [inkOf(printed, page, other), inkOf(own, page, other)] : [word, other];
      expect(a.bottom, word.text).toBeGreaterThan(0);
      expect(Math.max(Math.abs(a.top - b.top), Math.abs(a.bottom - b.bottom)), `${word.text}: down`).toBeLessThan(0.5);
    }
  }
  const said = pages1.flat().map((w) => w.text);
  for (const word of ["切田", "左示指切創", "38040", "1,910", "22,920", "15,120"]) expect(said).toContain(word);

  // The sheet for setting the printer.
  await keys.press("Escape");
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+6");
  await expect(box(desk, "printer")).toBeFocused();
  await tabTo(desk, "診療費請求内訳書（34722）の見本を見る");
  await keys.press("Enter");
  await expect(dialog).toContainText("位置合わせの見本　帳票種別 34722");
  await expect(dialog.locator("svg").first()).toBeVisible();
});

/** In millimetres. */
interface Span {
  top: number;
  bottom: number;
}

interface Word extends Span {
  text: string;
  left: number;
  right: number;
}

const MM = 25.4 / 72;

/** The words of each page with their places. */
function wordsOf(file: string): Word[][] {
  const xml = execFileSync("pdftotext", ["-bbox", file, "-"]).toString();
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g;
  const mm = (points: string | undefined) => Number(points) * MM;
  const read = (page: string) =>
    [...page.matchAll(word)].map(([, left, top, right, bottom, text = ""]) => ({
      ...{ text, left: mm(left), right: mm(right), top: mm(top), bottom: mm(bottom) },
    }));
  return xml.split("<page ").slice(1).map(read);
}

/** Where the ink of a word begins and ends, from above. */
function inkOf(file: string, page: number, { left, right, top, bottom }: Word): Span {
  const dots = 200 / 25.4;
  const edges = [left, top - 1, right - left, bottom - top + 2].map((mm) => `${Math.round(mm * dots)}`);
  const [x = "", y = "", w = "", h = ""] = edges;
  const cut = ["-r", "200", "-gray", "-f", `${page + 1}`, "-l", `${page + 1}`, "-x", x, "-y", y, "-W", w, "-H", h];
  const picture = execFileSync("pdftoppm", [...cut, file]);
  const dark = picture.subarray(picture.length - Number(w) * Number(h)).reduce<number[]>((rows, dot, i) => {
    if (dot < 128) rows.push(Math.floor(i / Number(w)));
    return rows;
  }, []);
  return { top: (dark[0] ?? -1) / dots, bottom: (dark.at(-1) ?? -1) / dots };
}

/** Back by Shift+Tab as far as a box. */
async function tabBack(page: Page, name: string): Promise<void> {
  const wanted = box(page, name);
  for (let i = 0; i < 20 && !(await wanted.evaluate((e) => e === document.activeElement)); i += 1) {
    await page.keyboard.press("Shift+Tab");
  }
  await expect(wanted).toBeFocused();
}

/** Walks the list of statements to somebody. */
async function walkTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole("treeitem", { level: 1 }).filter({ hasText: name });
  await page.keyboard.press("Home");
  for (let i = 0; i < 20 && !(await wanted.evaluate((e) => e === document.activeElement)); i += 1) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(wanted).toBeFocused();
}
