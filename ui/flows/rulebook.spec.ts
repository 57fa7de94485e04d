// The rule book by the keyboard alone: from F1, from the reason of a line, and back to where one was.
import { expect, picture, test } from "./desk";
import { begin, visit, WOUND } from "./months";
import { openWorker, registered } from "./steps";

test("根拠から規則のページへ行き、Esc でもとの行にもどる", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const book = desk.getByRole("dialog", { name: "規則集" });
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await openWorker(desk, "きりた", "切田");
  await keys.type("そう");
  await expect(desk.getByRole("option").first()).toBeVisible();
  await keys.press("F5");
  const line = desk.locator("[data-line]").filter({ hasText: "初診料" });
  while (!(await line.evaluate((e) => e === document.activeElement))) await keys.press("ArrowDown");
  await keys.press("Alt+k");
  await expect(book).toBeVisible();
  const page = book.getByRole("region", { name: "初診料" });
  await expect(page).toBeFocused();
  for (const heading of ["条文", "読み方", "対象外", "疑義", "きょうの値"]) await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "初診料" }).first()).toContainText("3,850円");
  await picture(desk, "rulebook-page");
  await keys.press("Escape");
  await expect(book).toBeHidden();
  await expect(line).toBeFocused();
  // What was half typed is still there.
  await keys.press("Escape");
  await expect(desk.getByRole("combobox", { name: "行為" })).toHaveValue("そう");
});

test("F1 から開いて、さがし、読み、もどる", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const book = desk.getByRole("dialog", { name: "規則集" });
  await begin(desk, served.url);
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await keys.press("F1");
  await expect(desk.getByRole("dialog")).toContainText("この画面のキー");
  await keys.press("Alt+k");
  await expect(book).toBeVisible();
  const box = book.getByRole("searchbox", { name: "規則をさがす" });
  await expect(box).toBeFocused();
  const rules = book.getByRole("option");
  await expect(rules.first()).toContainText("M01");
  await picture(desk, "rulebook-list");
  await keys.press("ArrowDown");
  await expect(book.getByRole("option", { selected: true })).not.toContainText("M01");
  await keys.type("四肢");
  await expect(book.getByRole("option", { selected: true })).toContainText("M17");
  await keys.press("Enter");
  const page = book.getByRole("region", { name: /四肢/ });
  await expect(page).toBeFocused();
  await expect(page.getByRole("heading", { name: /^例（\d+件）/ })).toBeVisible();
  await keys.press("End");
  await keys.press("Escape");
  await expect(box).toBeFocused();
  // A word no rule has.
  await keys.press("Control+a");
  await keys.type("ないことば");
  await expect(book.getByText("その言葉のある規則はありません。")).toBeVisible();
  await keys.press("Escape");
  await expect(rules.first()).toContainText("M01");
  await keys.press("Escape");
  await expect(book).toBeHidden();
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
});
