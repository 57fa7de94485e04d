// もしも by the keyboard alone: one thing otherwise, several together, what is wrong said, nothing saved.
import { expect, test } from "./desk";
import { begin, visit, WOUND } from "./months";
import { openWorker, registered } from "./steps";

// By hand: 創傷処置 52×2.0 = 104点 on two days, 208点 × 12円 = 2,496円; 3,850 + 1,420 + 2,000 = 7,270円; 9,766円.
const NOW = "9,766円";

test("部位と課税区分を重ねて試し、閉じると何も変わっていない", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const result = desk.getByRole("region", { name: "もしもの金額" });
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await visit(served.url, made.case, "2025-10-06", [WOUND]);
  await openWorker(desk, "きりた", "切田");
  await expect(desk.locator("dd").filter({ hasText: NOW }).first()).toBeVisible();

  await keys.press("Alt+i");
  await expect(dialog).toContainText("保存しません");
  const what = desk.getByRole("combobox", { name: "何を変えてみますか" });
  await expect(what).toBeFocused();
  await expect(result).toContainText(NOW);
  await expect(desk.getByRole("option").filter({ hasText: "課税区分" })).toBeVisible();

  // 右前腕 ×1.5 instead: 52×1.5 = 78点, 26点 less × 12円 = 312円 less: 9,454円.
  await keys.type("部位 10月6日");
  await expect(desk.getByRole("listbox").getByRole("option")).toHaveCount(1);
  await keys.press("Enter");
  await expect(desk.getByText("いまは「左手第2指」です")).toBeVisible();
  await keys.type("みぎぜんわん");
  await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText("右前腕");
  await keys.press("Enter");
  await expect(result).toContainText("9,454円");
  await expect(result).toContainText("−312円");
  await expect(result.getByRole("row").filter({ hasText: "10月6日" })).toContainText("78点");
  await expect(what).toBeFocused();

  // Not taxed beside it: 104 + 78 = 182点 × 11.5円 = 2,093円; 2,093 + 7,270 = 9,363円, 403円 less.
  await keys.type("課税");
  await keys.press("Enter");
  await expect(desk.getByRole("radiogroup", { name: /課税区分/ })).toBeVisible();
  await keys.press("2");
  await expect(result).toContainText("9,363円");
  await expect(result).toContainText("−403円");

  // The last one back by Backspace; the first stays.
  await expect(what).toBeFocused();
  await keys.press("Backspace");
  await expect(result).toContainText("9,454円");
  await expect(dialog.getByRole("listitem").filter({ hasText: "右前腕" })).toBeVisible();

  await keys.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(desk.locator("dd").filter({ hasText: NOW }).first()).toBeVisible();
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
  await keys.press("Alt+i");
  await expect(result).toContainText("左で何かを変えてみると");
});

test("答え・版・時刻・受診日・初診と再診・用紙・届出を試す", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const result = desk.getByRole("region", { name: "もしもの金額" });
  const what = desk.getByRole("combobox", { name: "何を変えてみますか" });
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await visit(served.url, made.case, "2025-10-06", [WOUND]);
  await openWorker(desk, "きりた", "切田");
  await keys.press("Alt+i");
  await expect(what).toBeFocused();
  const hit = desk.getByRole("listbox").getByRole("option").first();
  const pick = async (typed: string, shown: string) => {
    await keys.type(typed);
    await expect(hit).toContainText(shown);
    await keys.press("Enter");
    await expect(what).toBeHidden();
  };
  const back = async () => {
    await expect(what).toBeFocused();
    await keys.press("Backspace");
    await expect(result).toContainText("左で何かを変えてみると");
  };

  // 救急医療管理加算 1,250円 more.
  await pick("救急", "初診時に救急医療を行いましたか");
  await keys.press("1");
  await expect(result).toContainText("+1,250円");
  await back();
  // The values of 2026-06: 再診料 1,420円 → 1,430円.
  await pick("版", "値の版");
  await keys.type("R8.6.1");
  await expect(hit).toContainText("令和8年6月1日");
  await keys.press("Enter");
  await expect(result.getByRole("row").filter({ hasText: "再診料" })).toContainText("1,430円");
  await back();
  // 10月6日 at 19:30 is 時間外: the 再診料 has its addition.
  await pick("時刻 10月6日", "10月6日");
  await keys.type("1930");
  await keys.press("Enter");
  await expect(result.getByRole("row").filter({ hasText: "時間外" }).first()).toBeVisible();
  await back();
  // A time that is none is said, and nothing is compared.
  await pick("時刻 10月6日", "10月6日");
  await keys.type("ひる");
  await keys.press("Enter");
  await expect(result).toContainText("時刻として読めません");
  await expect(what).toBeFocused();
  await keys.press("Backspace");
  // 10月6日 as part of what was begun before: no 再診料.
  await pick("再診 10月6日", "10月6日");
  await keys.press("4");
  await expect(result.getByRole("row").filter({ hasText: "再診料" })).toContainText("算定しない");
  await back();
  // Another day for the visit: the line goes there.
  await pick("受診日 10月6日", "10月6日");
  await keys.type("071007");
  await keys.press("Enter");
  await expect(result.getByRole("row").filter({ hasText: "10月7日" }).first()).toBeVisible();
  await back();
  // No paper has come: 療養給付請求書取扱料 2,000円 less.
  await pick("用紙", "届いた用紙");
  await keys.press("7");
  await expect(result).toContainText("−2,000円");
  await back();
  // 時間外対応加算3 notified.
  await pick("届出", "届出");
  await keys.type("時間外対応加算３");
  await expect(hit).toContainText("時間外対応加算３");
  await keys.press("Enter");
  await expect(result.getByRole("row").filter({ hasText: "時間外対応加算" })).toContainText("算定しない");
  await keys.press("Escape");
  await expect(desk.getByRole("dialog")).toBeHidden();
});
