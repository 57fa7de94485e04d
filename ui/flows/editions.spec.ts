// Values no official text stands behind, by the keyboard alone: named in 月次請求, compared with the notice, corrected later.
import { compose, expect, fill, picture, test } from "./desk";
import { begin, CLERK, DOCTOR, june, openJune } from "./months";
import { box } from "./steps";

test.use({ calendar: "2026-06-30" });

// By hand: 創傷処置 52×2.0 = 104点 on two days, 208点 × 12円 = 2,496円; 3,850 + 1,430 + 2,000 = 7,280円; 9,776円.
const BEFORE = "9,776円";
// With 再診料 1,450円, 20円 more.
const AFTER = "9,796円";

test("月次請求の不備から値を照合し、確定し、あとで直す", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const waiting = desk.getByRole("grid", { name: "照合を待つ値" });
  const open = desk.getByRole("grid", { name: "まだ照合していない値" });
  const confirmed = desk.getByRole("grid", { name: "照合した値" });
  await begin(desk, served.url);
  await june(served.url);
  await openJune(desk);

  // Five values are named: what a visit, the paper, the point and the hand come to.
  await expect(waiting.getByRole("row")).toHaveCount(6);
  for (const name of ["初診料", "再診料", "療養給付請求書取扱料", "診療単価", "四肢加算の倍率"]) await expect(waiting).toContainText(name);
  await expect(desk.getByText(BEFORE).first()).toBeVisible();
  await picture(desk, "editions-month");
  const fault = desk.locator("[role=treeitem]:focus");
  while (!(await fault.textContent())?.includes("再診料")) await keys.press("ArrowDown");
  await keys.press("Enter");

  // The value lies open; what is missing is said beside its box, and what was typed stays.
  await expect(dialog).toContainText("再診料");
  await expect(dialog).toContainText("1,430円");
  await expect(dialog).toContainText("下書き1件が、この値の照合を待っています");
  await expect(box(desk, "amount")).toBeFocused();
  await picture(desk, "editions-value");
  await keys.type("せん");
  await keys.press("F12");
  await expect(dialog.getByText(/告示・通達の名称が空です/)).toBeVisible();
  await expect(box(desk, "amount")).toHaveValue("せん");
  await expect(box(desk, "amount")).toBeFocused();
  await keys.press("Control+a");
  await fill(desk, ["1430"]);
  await expect(box(desk, "notice")).toBeFocused();
  await compose(desk, "きはつ", "基発0520第1号");
  await fill(desk, ["", "080520"]);
  await expect(box(desk, "section")).toBeFocused();
  await compose(desk, "だいいち", "第1の2");
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(confirmed.getByRole("row").filter({ hasText: "再診料" })).toContainText("基発0520第1号");
  await expect(confirmed.getByRole("row").filter({ hasText: "再診料" })).toContainText(DOCTOR);

  // Back at the month, four are left; the rest is compared from the list, the notice standing there already.
  await keys.press("Escape");
  await expect(waiting.getByRole("row")).toHaveCount(5);
  await expect(waiting).not.toContainText("再診料");
  await keys.press("Escape");
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+0");
  await expect(open.locator("tr:focus")).toBeVisible();
  await picture(desk, "editions-values");
  for (let left = 4; left > 0; left -= 1) {
    await expect(desk.getByText(`うち下書きが待っているもの ${left}件`)).toBeVisible();
    await expect(open.locator("tr:focus")).toBeVisible();
    await keys.press("Home");
    await keys.press("Enter");
    await expect(dialog).toBeVisible();
    await expect(box(desk, "notice")).toHaveValue("基発0520第1号");
    await fill(desk, ["", "", ""]);
    await expect(box(desk, "section")).toBeFocused();
    await compose(desk, "だいいち", "第1");
    await keys.press("F12");
    await expect(dialog).toBeHidden();
  }
  await expect(desk.getByText("うち下書きが待っているもの 0件")).toBeVisible();
  await keys.press("Escape");
  await openJune(desk);
  await expect(waiting).toHaveCount(0);
  await keys.press("F5");
  await expect(desk.getByText("この月の内訳書はすべて確定しています。")).toBeVisible();

  // The notice says something else after all: what is 確定 stays and is named, here and in the month.
  await keys.press("Escape");
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+0");
  await expect(open.locator("tr:focus")).toBeVisible();
  await confirmed.getByRole("row").filter({ hasText: "再診料" }).focus();
  await keys.press("Enter");
  await expect(dialog).toContainText("照合し直す");
  await desk.getByRole("button", { name: "照合を取り消す" }).focus();
  await keys.press("Enter");
  await expect(desk.getByRole("dialog", { name: "照合を取り消しますか" })).toBeVisible();
  await keys.press("Tab");
  await keys.press("Enter");
  await expect(desk.getByText(/確定した内訳書1件.*取り下げられません/)).toBeVisible();
  await keys.press("Escape");
  await box(desk, "amount").focus();
  await fill(desk, ["1450"]);
  await expect(dialog.getByText("1,430円 → 1,450円（+20円）")).toBeVisible();
  await picture(desk, "editions-correction");
  await keys.press("F12");
  await expect(desk.getByRole("dialog", { name: "新しい値で変わる内訳書" })).toContainText(AFTER);
  await picture(desk, "editions-affected");
  await expect(dialog).toContainText("切田");
  await expect(desk.locator("[role=dialog] tr:focus")).toBeVisible();
  await keys.press("Enter");
  await expect(desk.getByRole("heading", { name: "月次請求" })).toBeVisible();
  await expect(desk.getByText("値が変わりました", { exact: true })).toBeVisible();
  await expect(desk.getByText(BEFORE).first()).toBeVisible();
  await keys.press("ArrowRight");
  await expect(desk.getByText(`いまの値では${AFTER}`)).toBeVisible();
  await picture(desk, "editions-month-changed");
});

test("管理者でない人は、値を見るだけで照合できない", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url, CLERK);
  await june(served.url);
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await keys.press("F10");
  await expect(box(desk, "name")).toBeFocused();
  await keys.press("Control+0");
  const open = desk.getByRole("grid", { name: "まだ照合していない値" });
  await expect(open.locator("tr:focus")).toBeVisible();
  await keys.press("Enter");
  const dialog = desk.getByRole("dialog");
  await expect(dialog).toContainText("照合できるのは管理者だけです");
  await expect(dialog).toContainText(CLERK);
  await expect(box(desk, "amount")).toBeDisabled();
  await keys.press("F12");
  await expect(dialog).toContainText("照合できるのは管理者だけです");
  await keys.press("Escape");
  await expect(dialog).toBeHidden();

  // A name, a code or a piece of either narrows the list.
  await box(desk, "value_query").focus();
  await keys.type("101120010");
  await expect(open.getByRole("row")).toHaveCount(2);
  await expect(open).toContainText("再診料");
  await keys.press("Enter");
  await expect(open.locator("tr:focus")).toBeVisible();
});
