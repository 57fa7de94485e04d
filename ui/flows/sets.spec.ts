// Sets by the keyboard alone: made of a day's acts, used the next day at another site, mended, ordered, carried in a file.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "./axe";
import { expect, picture, test } from "./desk";
import { act, begin, DOCTOR, visit } from "./months";
import { command, openDay, openWorker, registered } from "./steps";

const SUTURE = [
  act({ code: "101400030", sites: ["左手第2指"] }),
  act({ code: "150001010", sites: ["左手第2指"], length: "3" }),
  act({ code: "120001210" }),
];

test("その日の行為をセットにして、次の日に別の部位で使う", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", SUTURE);
  await openWorker(desk, "きりた", "切田");
  await keys.press("Control+e");
  await expect(dialog).toContainText("この日の行為をセットにする");
  await expect(desk.getByLabel("名前", { exact: true })).toBeFocused();
  await keys.type("切創縫合");
  await keys.press("Enter");
  await keys.type("せほ、縫");
  await expect(dialog.getByLabel("部位を聞く").first()).toBeChecked();
  await picture(desk, "set-of-acts");
  await expectAccessible(desk);
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(desk.getByText("セット「切創縫合」を作りました")).toBeVisible();

  // The next day, at another site: the short word, the site, the length.
  await openDay(desk, 7);
  await keys.type("せほ");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("切創縫合");
  await keys.press("Enter");
  await expect(dialog).toContainText("セット「切創縫合」");
  await expect(desk.locator(":focus")).toHaveAccessibleName(/初診時ブラッシング.*の部位/);
  await keys.press("Backspace");
  await keys.type("みぎぜんわん");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("右前腕");
  await keys.press("Enter");
  // The other act follows.
  await expect(dialog.getByRole("listitem").filter({ hasText: "右前腕" })).toHaveCount(2);
  await keys.press("Enter");
  await keys.press("Enter");
  await expect(desk.locator(":focus")).toHaveAccessibleName(/長さ/);
  await picture(desk, "set-asks");
  await expectAccessible(desk);
  await keys.press("F12");
  await expect(dialog).toContainText("長さが空です");
  await expect(desk.locator(":focus")).toHaveAccessibleName(/長さ/);
  await keys.type("４");
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  const rows = desk.getByRole("grid").getByRole("row");
  await expect(rows.filter({ hasText: "創傷処理" })).toContainText("右前腕");
  await expect(rows.filter({ hasText: "創傷処理" })).toContainText("4cm");
  const view = await command(served.url, "month", { worker: made.worker, month: "2025-10" }, DOCTOR);
  expect(view.attendances[1]?.form.acts.map((a) => [a.code, a.sites.join(), a.length])).toEqual([
    ["101400030", "右前腕", ""], ["150001010", "右前腕", "4"], ["120001210", "", ""],
  ]);
});

test("設定でセットを作り、直し、並べ、消して戻し、書き出して読み込む", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const rows = desk.getByRole("grid", { name: "セット" }).getByRole("row");
  await begin(desk, served.url);
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await keys.press("F10");
  await keys.press("Control+e");
  await expect(desk.getByText("セットはまだありません")).toBeVisible();
  // A short word for one act: its name is the act's own.
  await keys.press("F2");
  await expect(desk.getByLabel("名前", { exact: true })).toBeFocused();
  await keys.press("Enter");
  await keys.type("ぶ");
  await keys.press("Enter");
  await keys.type("J119 器具");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("器具等による療法");
  await keys.press("Enter");
  await expect(dialog.getByLabel("部位を聞く")).toBeChecked();
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(rows.filter({ hasText: "器具等による療法" })).toContainText("ぶ");
  // A second one may not take its word.
  await keys.press("F2");
  await keys.type("創処置");
  await keys.press("Enter");
  await keys.type("ブ");
  await keys.press("Enter");
  await keys.type("J000");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("創傷処置");
  await keys.press("Enter");
  await keys.press("F12");
  await expect(dialog).toContainText("略号「ブ」はセット「消炎鎮痛等処置（器具等による療法）」が使っています");
  await expect(desk.getByLabel(/略号/)).toBeFocused();
  await keys.press("Control+a");
  await keys.type("そ");
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(rows).toHaveCount(3);
  await picture(desk, "sets");
  await expectAccessible(desk);

  // Up, a copy, away and back.
  await expect(rows.nth(2)).toBeFocused();
  await keys.press("Alt+ArrowUp");
  await expect(rows.nth(1)).toContainText("創処置");
  await keys.press("F3");
  await expect(rows.nth(2)).toContainText("創処置（写し）");
  await keys.press("Control+Delete");
  await expect(rows).toHaveCount(3);
  await keys.press("Control+z");
  await expect(rows).toHaveCount(4);

  // Out, and in again over a list that has changed.
  await keys.press("F5");
  const file = join(served.home, "papers", "rosai-desk-sets-2025-10-31.json");
  await expect.poll(() => existsSync(file)).toBe(true);
  const content = readFileSync(file, "utf8");
  const { revision, sets } = await command(served.url, "sets", {}, DOCTOR);
  const changed = sets.map((s) => (s.name === "創処置" ? { ...s, abbreviations: ["き"] } : s));
  await command(served.url, "save_sets", { revision, sets: changed }, DOCTOR);
  // The screen does not write over what was saved meanwhile.
  await keys.press("Alt+ArrowUp");
  await expect(desk.getByText("ほかの画面で先にセットが直されていた")).toBeVisible();
  const chooser = desk.locator("input[type=file]");
  await chooser.setInputFiles(file);
  await expect(dialog).toContainText("「創処置」という名前のセットがもうあります。");
  await picture(desk, "sets-meet");
  await keys.press("2");
  await expect(dialog).toBeHidden();
  await expect(desk.getByText(/置きかえた1個/)).toBeVisible();
  await expect(rows.filter({ hasText: "創処置" }).first()).toContainText("そ");
  // A file that was cut off changes nothing.
  const half = join(served.home, "half.json");
  writeFileSync(half, content.slice(0, content.length / 2));
  await chooser.setInputFiles(half);
  await expect(desk.getByText(/セットのファイルとして読めません/)).toBeVisible();
  await expect(rows).toHaveCount(4);
});
