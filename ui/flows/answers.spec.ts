// What only a person can say, by the keyboard alone: はい, words, a day, one of four, a reason; taken back; jumped to.
import type { Page } from "@playwright/test";
import { compose, expect, test } from "./desk";
import { act, begin, CLERK, DOCTOR, visit, WOUND } from "./months";
import { openWorker, registered } from "./steps";

const line = (desk: Page, name: string) => desk.locator("[data-line]").filter({ hasText: name });

test("はい・いいえと理由・取り消し、だれが確かめたか", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await openWorker(desk, "きりた", "切田");
  const emergency = line(desk, "救急医療管理加算");
  await expect(emergency).toContainText("初診時に救急医療を行いましたか？");

  // いいえ with a reason: composing does not swallow Enter, and what is too long is said and stays.
  await keys.press("Alt+r");
  const reason = desk.getByRole("textbox", { name: "いいえの理由" });
  await expect(reason).toBeFocused();
  await expect(desk.getByText("あと100字")).toBeVisible();
  await compose(desk, "しんさつだけ", "診察だけ");
  await expect(desk.getByText("あと96字")).toBeVisible();
  await keys.press("Escape");
  await expect(reason).toBeHidden();
  await keys.press("Alt+r");
  await expect(reason).toHaveValue("");
  await keys.insertText("長".repeat(101));
  await expect(desk.getByText("1字多い", { exact: true })).toBeVisible();
  await keys.press("Enter");
  await expect(desk.getByText(/理由は100文字までに縮めてください/)).toBeVisible();
  await expect(reason).toHaveValue("長".repeat(101));
  await keys.press("Control+a");
  await compose(desk, "しんさつだけ", "診察だけ");
  await keys.press("Enter");
  await expect(reason).toBeHidden();
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
  await expect(emergency).not.toContainText("初診時に");

  // Who said what, on the line; taken back, it is asked anew, and the other one vouches for はい.
  await keys.press("F5");
  while (!(await emergency.evaluate((e) => e === document.activeElement))) await keys.press("ArrowDown");
  await expect(desk.getByText("いいえ（診察だけ）")).toBeVisible();
  await expect(desk.getByText(`確かめた人　${DOCTOR}`)).toBeVisible();
  await keys.press("Delete");
  await expect(emergency).toContainText("初診時に救急医療を行いましたか？");
  await expect(emergency).toBeFocused();
  await desk.getByRole("combobox", { name: "確かめた人" }).selectOption(CLERK);
  await emergency.focus();
  await keys.press("y");
  // 救急医療管理加算 1,250円 beside 初診 3,850円 and 請求書取扱料 2,000円; 創傷処置 52×2.0 = 104点 × 12円 = 1,248円: 8,348円.
  await expect(desk.locator("dd").filter({ hasText: "8,348円" }).first()).toBeVisible();
  await expect(emergency).toContainText("1,250円");
  // Turned round without taking it back, and back again.
  await emergency.focus();
  await keys.press("Tab");
  await expect(desk.getByRole("button", { name: "いいえに替える" })).toBeFocused();
  await keys.press("Enter");
  await expect(emergency).not.toContainText("1,250円");
  await keys.press("Control+z");
  await expect(emergency).toContainText("1,250円");
  await keys.press("Control+z");
  await expect(emergency).toContainText("初診時に救急医療を行いましたか？");
  await keys.press("Control+y");
  await expect(emergency).toContainText("1,250円");
});

test("言葉・選ぶ・日の答え、打ち直し、順に聞かれる", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url);
  const made = await registered(served.url, { before: "2", injured_on: "2025-03-01" });
  const drug = { name: "ロキソプロフェン錠60mg", price: "10.1", quantity: "3", unit: "錠" };
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await visit(served.url, made.case, "2025-10-07", [
    act({ code: "120002910" }),
    act({ drug_use: "internal", drugs: [drug], days: "5" }),
    act({ code: "101801510" }),
  ]);
  await openWorker(desk, "きりた", "切田");
  await keys.press("F5");
  const at = desk.locator("[data-line]:focus");
  const walkTo = async (name: string) => {
    const wanted = line(desk, name).first();
    await keys.press("Home");
    for (let i = 0; i < 30 && !(await wanted.evaluate((e) => e === document.activeElement)); i += 1) await keys.press("ArrowDown");
    await expect(wanted).toBeFocused();
  };

  // Words: one line, kept in the slip's 摘要; empty is refused and the box stays.
  await walkTo("ロキソプロフェン");
  await expect(at).toContainText("緊急やむを得ない理由は何ですか？");
  await keys.press("Enter");
  const words = desk.getByRole("textbox", { name: /緊急やむを得ない理由/ });
  await expect(words).toBeFocused();
  await keys.press("Enter");
  await expect(desk.getByText("内容を1行で入れてください。")).toBeVisible();
  await expect(words).toBeFocused();
  await compose(desk, "つうちがつよく", "疼痛が強く、当日分を院内で渡した");
  await keys.press("Enter");
  await expect(words).toBeHidden();
  // The rule that asks is that of the 処方箋料: the answer stands there.
  await walkTo("処方箋料");
  await expect(desk.getByText("疼痛が強く、当日分を院内で渡した").first()).toBeVisible();
  // Written anew: what stood there stands in the box.
  await keys.press("Tab");
  await expect(desk.getByRole("button", { name: "書き直す" })).toBeFocused();
  await keys.press("Enter");
  await expect(words).toHaveValue("疼痛が強く、当日分を院内で渡した");
  await keys.press("End");
  await compose(desk, "もの", "もの");
  await keys.press("Enter");
  await expect(desk.getByText("疼痛が強く、当日分を院内で渡したもの").first()).toBeVisible();

  // One of four by its digit.
  await walkTo("再診時療養指導管理料");
  await expect(desk.getByRole("button", { name: /3\s*機能回復訓練/ })).toBeVisible();
  await keys.press("3");
  await expect(line(desk, "再診時療養指導管理料").first()).toContainText("920円");
  await walkTo("再診時療養指導管理料");
  await expect(desk.getByText("機能回復訓練").first()).toBeVisible();

  // A day; one that is none is said and stays. Then the next question of the same line.
  await walkTo("職場復帰支援・療養指導料");
  await expect(at).toContainText("療養を始めた日はいつですか？");
  await keys.press("y");
  const day = desk.getByRole("textbox", { name: /療養を始めた日/ });
  await expect(day).toBeFocused();
  await keys.type("きのう");
  await keys.press("Enter");
  await expect(desk.locator(".answer .message")).not.toBeEmpty();
  await expect(day).toHaveValue("きのう");
  await keys.press("Control+a");
  await keys.type("070301");
  await keys.press("Enter");
  await expect(day).toBeHidden();
  await expect(line(desk, "職場復帰支援・療養指導料").first()).not.toContainText("療養を始めた日");
  await expect(line(desk, "職場復帰支援・療養指導料").first()).toContainText("？");
  await expect(at).toHaveCount(1);
  await walkTo("職場復帰支援・療養指導料");
  await keys.press("n");
  await expect(line(desk, "職場復帰支援・療養指導料").first()).not.toContainText("？");
});

test("月次請求の不備は、その質問へ行く", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await begin(desk, served.url);
  const made = await registered(served.url, { before: "2", injured_on: "2025-03-01" });
  await visit(served.url, made.case, "2025-10-03", [WOUND]);
  await visit(served.url, made.case, "2025-10-07", [act({ code: "101801510" })]);
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await keys.press("F9");
  await expect(desk.getByRole("treeitem").first()).toBeVisible();
  while (!(await desk.locator("[role=treeitem]:focus").textContent())?.includes("療養しているか")) await keys.press("ArrowDown");
  await keys.press("Enter");
  const at = desk.locator("[data-line]:focus");
  await expect(at).toContainText("療養を始めた日はいつですか？");
  await keys.press("Enter");
  await keys.type("070301");
  await keys.press("Enter");
  await expect(at).not.toContainText("療養を始めた日");
  await keys.press("Escape");
  await keys.press("Escape");
  await expect(desk.getByRole("heading", { name: "月次請求" })).toBeVisible();
  await expect(desk.getByText("いつから療養しているか")).toHaveCount(0);
});

test("職場復帰支援は相手を、ADL加算と1指ごとの検査は数を聞く", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const focused = desk.locator(":focus");
  await begin(desk, served.url);
  const made = await registered(served.url);
  await visit(served.url, made.case, "2025-10-06", []);
  await openWorker(desk, "きりた", "切田");
  await keys.type("101801510");
  await expect(desk.getByRole("option").first()).toContainText("2回目");
  await keys.press("Enter");
  await expect(desk.getByRole("radiogroup", { name: "だれに指導・情報提供をしましたか" })).toBeVisible();
  await keys.press("2");
  await expect(desk.getByRole("row").filter({ hasText: "産業医" })).toBeVisible();
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
  // Mended in its dialog.
  await keys.press("ArrowUp");
  await keys.press("Enter");
  await expect(desk.getByRole("dialog")).toBeVisible();
  await expect(focused).toHaveAttribute("type", "radio");
  await keys.press("3");
  await keys.press("F12");
  await expect(desk.getByRole("row").filter({ hasText: "事業主" })).toBeVisible();

  await keys.press("Escape");
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
  for (const [typed, name, unit] of [["101800360", "ADL加算", "単位"], ["101600050", "皮膚温", "指"], ["101600130", "温覚", "手"]] as const) {
    await keys.type(typed);
    await expect(desk.getByRole("option").first()).toContainText(name);
    await keys.press("Enter");
    await expect(focused).toHaveAccessibleName("数量");
    await expect(desk.locator(".entry")).toContainText(unit);
    await keys.type("2");
    await keys.press("Enter");
    await expect(desk.getByRole("row").filter({ hasText: name })).toContainText("2");
    await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();
  }
});
