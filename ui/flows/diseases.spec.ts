// Names of diseases by the keyboard alone, with the 傷病名 and 修飾語 masters loaded.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectAccessible } from "./axe";
import { expect, picture, test } from "./desk";
import { load } from "./masters";
import { begin, DOCTOR, visit, WOUND } from "./months";
import { command, openWorker, registered } from "./steps";

const DATA = join(import.meta.dirname, "..", "..", "tests", "data", "masters");

test("傷病名をかなでさがし、修飾語を付け、打ったままの名前にコードを付ける", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  // Typed before the masters were there.
  const view = await command(served.url, "month", { worker: made.worker, month: "2025-10" }, DOCTOR);
  const typed = { name: "左示指切創", code: "", modifiers: [], since: "", cause: "", end_day: "", end: "", claimed: false };
  await command(served.url, "save_diseases", { case: made.case, revision: view.cases[0]?.revision ?? 0, month: "2025-10", diseases: [typed] }, DOCTOR);
  for (const name of ["b_20250601.txt", "hb_20251101.txt", "z_20250601.txt"]) await load(served.url, name, readFileSync(join(DATA, name), "utf8"), DOCTOR);
  await openWorker(desk, "きりた", "切田");
  await keys.press("Control+2");
  const first = desk.getByRole("combobox", { name: "傷病名" }).first();
  await expect(first).toBeFocused();
  await expect(first).toHaveValue("左示指切創");
  await expect(desk.getByText("傷病名コードのない名前です")).toBeVisible();
  await picture(desk, "disease-uncoded");
  // One key takes the code that fits.
  await keys.press("F7");
  await expect(desk.getByText("傷病名コードのない名前です")).toBeHidden();
  await expect(desk.getByText("8834313")).toBeVisible();

  // The next one by kana, side and all.
  const second = desk.locator("[name=disease1_name]");
  await second.focus();
  // While the name before it is still being saved.
  await keys.type("みぎとうこつえんい");
  await expect(second).toHaveValue("みぎとうこつえんい");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("右橈骨遠位端骨折");
  await picture(desk, "disease-found");
  await expectAccessible(desk);
  await keys.press("Enter");
  await expect(second).toHaveValue("右橈骨遠位端骨折");
  await expect(desk.getByText("8838017")).toBeVisible();

  // の疑い behind it.
  await second.focus();
  await keys.press("F6");
  const dialog = desk.getByRole("dialog", { name: "修飾語" });
  await expect(desk.getByRole("combobox", { name: "修飾語を加える" })).toBeFocused();
  await keys.type("うたが");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("の疑い");
  await keys.press("Enter");
  await expect(dialog).toContainText("右橈骨遠位端骨折の疑い");
  await picture(desk, "disease-modifiers");
  await expectAccessible(desk);
  await keys.press("F12");
  await expect(dialog).toBeHidden();
  await expect(second).toHaveValue("右橈骨遠位端骨折の疑い");

  // What may not be claimed is refused; what no list has stays as it was typed.
  const third = desk.locator("[name=disease2_name]");
  await third.focus();
  // Esc closes the list, then brings back what stood there: nothing.
  await keys.type("ざそう");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("挫創");
  await keys.press("Escape");
  await keys.press("Escape");
  await expect(third).toHaveValue("");
  // In a box that was not touched it changes nothing, and the name stays.
  await expect(second).toHaveValue("右橈骨遠位端骨折の疑い");
  await keys.type("いがんけんしん");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("保険請求に使えません");
  await keys.press("Enter");
  await expect(desk.getByText(/「胃癌検診」.*保険請求に使えません/)).toBeVisible();
  await third.focus();
  await keys.press("Control+a");
  await keys.type("木の破片が入った傷");
  await keys.press("Enter");
  await expect(desk.getByText("傷病名コードのない名前です")).toBeVisible();
  const kept = async () => {
    const { cases } = await command(served.url, "month", { worker: made.worker, month: "2025-10" }, DOCTOR);
    return cases[0]?.diseases.map((d) => [d.name, d.code, d.modifiers.join(" ")]);
  };
  await expect.poll(kept).toEqual([
    ["左示指切創", "8834313", "2049"],
    ["右橈骨遠位端骨折の疑い", "8838017", "2056 8002"],
    ["木の破片が入った傷", "", ""],
  ]);
  await picture(desk, "disease-three");
});
