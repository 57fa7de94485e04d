// What nobody should have typed: it stays in its box, a sentence says why, and it is found again where it must be mended.
import { box, command, enterAct, field, openDay, openSheet, openWorker, PASSPHRASE, registered, sit, tabTo } from "./steps";
import type { Page } from "@playwright/test";
import { compose, connect, expect, fill, serve, test } from "./desk";

test("受付票: まちがいは残り、要確認で月次請求と今日に出て、その欄へ戻れる", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  await sit(desk, served.url);
  await openSheet(desk, "1");
  await fill(desk, ["令和7年2月30日", "2001", "0110101234500", "12a", "", "R7.10.4", "071003"]);
  await compose(desk, "きりた", "切田");
  await fill(desk, ["", "ﾀﾛｳ"]);
  await compose(desk, "きりたたろう", "切田　太郎");
  await fill(desk, ["", "０６０", "", "", "25:00", "", ""]);
  await compose(desk, "ひだりじしせっそう", "左示指切創");
  await fill(desk, ["", "3", "", "", "06500012", "", "", "", ""]);
  await compose(desk, "どこにもない", "架空");
  await fill(desk, ["", "", "", "", ""]);

  const wrong: [string, string, RegExp][] = [
    ["received", "令和7年2月30日", /は暦にない日です。/],
    ["labor_number", "0110101234500", /労働保険番号は14桁です。いま13桁あります。/],
    ["pension_number", "12a", /数字でない文字「a」があります。/],
    ["injured_on", "R7.10.3", /傷病年月日が生年月日より前です。/],
    ["kana_family", "切田", /カナでない文字があります。/],
    ["postal_code", "060", /郵便番号は7桁です。/],
    ["injured_time", "25:00", /は時刻として読めません。/],
    ["employer_postal_code", "06500012", /郵便番号は7桁です。/],
  ];
  const asked: [string, RegExp][] = [
    ["sex", /まだ選ばれていません。/],
    ["before", /まだ選ばれていません。/],
  ];
  const doubtful: [string, RegExp][] = [
    ["birth", /0歳になります。元号と年を/],
    ["certified", /事業主の証明がありません。/],
    ["office", /この名前の監督署は一覧にありません。/],
  ];
  for (const [name, value, sentence] of wrong) {
    await expect(box(desk, name)).toHaveValue(value);
    await expect(field(desk, name)).toContainText(sentence);
  }
  for (const [name, sentence] of [...asked, ...doubtful]) await expect(field(desk, name)).toContainText(sentence);
  await expect(box(desk, "kana_given")).toHaveValue("タロウ");

  // F12 asks first; what only makes one look again is no reason to ask.
  await keys.press("F12");
  await expect(dialog.getByRole("listitem")).toHaveCount(wrong.length + asked.length);
  for (const [, , sentence] of wrong) await expect(dialog).toContainText(sentence);
  await keys.press("Escape");
  await expect(box(desk, "received")).toBeFocused();
  for (const [name, value] of wrong) await expect(box(desk, name)).toHaveValue(value);
  await keys.press("F12");
  await expect(dialog).toBeVisible();
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: /切田/ })).toBeVisible();
  await expect(desk.getByRole("combobox", { name: "行為" })).toBeFocused();

  // The month: nothing can be claimed under it, and Enter leads to that very box.
  await keys.press("Enter");
  await expect(desk.getByText("行為0件")).toBeVisible();
  await keys.press("F10");
  const faults = desk.getByRole("treeitem", { level: 2 });
  const labor = faults.filter({ hasText: "受付票・労働保険番号" });
  await expect(labor).toContainText("確定できない");
  await expect(faults.filter({ hasText: "要確認として残した値です" })).toHaveCount(wrong.length + asked.length);
  for (let i = 0; i < 20 && !(await labor.evaluate((e) => e === document.activeElement)); i += 1) await keys.press("ArrowDown");
  await keys.press("Enter");
  await expect(box(desk, "labor_number")).toBeFocused();
  await expect(box(desk, "labor_number")).toHaveValue("0110101234500");
  await keys.type("01101012345000");
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: "月次請求" })).toBeVisible();
  await expect(faults.first()).toBeVisible();
  await expect(labor).toHaveCount(0);

  // 今日 owes the rest, and leads there too; F8 goes from one to the next.
  await keys.press("Escape");
  await tabTo(desk, /「シメイ（姓）」が要確認のままです/);
  await keys.press("Enter");
  await expect(box(desk, "kana_family")).toBeFocused();
  await keys.type("きりた");
  const mended: [string, string][] = [
    ["postal_code", "060-0002"], ["injured_time", "1410"], ["certified", "1"], ["employer_name", "株式会社みほん木工"],
    ["employer_postal_code", "0650001"], ["employer_municipality", "札幌市"], ["office", "札幌中央"], ["before", "1"],
    ["received", "071006"], ["pension_number", ""], ["sex", "1"], ["birth", "5550412"],
  ];
  for (const [name, value] of mended) {
    await keys.press("F8");
    await expect(box(desk, name)).toBeFocused();
    if (value === "") await keys.press("Delete");
    else await keys.type(value);
  }
  await keys.press("Enter");
  await expect(desk.getByText("いまのところありません。")).toBeVisible();
  await keys.press("F12");
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await expect(desk.getByText("いま残っていることはありません。")).toBeVisible();
});

test("受付票: 全角や半角カナは読み、読めても怪しいものは聞き返す", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await sit(desk, served.url);
  const { worker } = await registered(served.url);
  expect(worker).toBeGreaterThan(0);
  await openSheet(desk, "1");
  // A number that is known brings its firm, and the keys behind it do not come out of step.
  await fill(desk, ["０７１００６", "", "０１１０１０１２３４５０００", "", "1"]);
  await expect(box(desk, "received")).toHaveValue("R7.10.6");
  await expect(box(desk, "labor_number")).toHaveValue("01101012345000");
  await expect(field(desk, "sex").getByRole("radio", { name: "男" })).toBeChecked();
  await expect(box(desk, "employer_name")).toHaveValue("株式会社みほん木工");
  await expect(box(desk, "birth")).toBeFocused();
  for (const [typed, sentence] of [
    ["7250405", /12歳になります。/],
    ["5050405", /95歳になります。/],
    ["7500405", /にない日です。|まだ来ていない日/],
    ["R8.1.1", /まだ来ていない日/],
    ["5550230", /は暦にない日です。/],
    ["５５５０４１２", /45歳$/],
  ] as const) {
    await fill(desk, [typed]);
    await expect(field(desk, "birth").locator(".message, .echo").filter({ hasText: sentence }).first()).toBeVisible();
    await keys.press("Shift+Enter");
    await expect(box(desk, "birth")).toBeFocused();
  }
  await expect(field(desk, "birth")).not.toContainText("確かめてください");
  await fill(desk, ["", "R7.11.1"]);
  await expect(field(desk, "injured_on")).toContainText(/はまだ来ていない日です。/);
  await fill(desk, ["きりた", "ﾀﾞｲｺﾞﾛｳ"]);
  await expect(box(desk, "kana_family")).toHaveValue("キリタ");
  await expect(box(desk, "kana_given")).toHaveValue("ダイゴロウ");

  // Another number of a firm with the same name: the name does not bring the other number.
  await keys.press("Escape");
  await openSheet(desk, "2");
  await fill(desk, ["", "", "01101O12345001"]);
  await expect(field(desk, "labor_number")).toContainText(/数字でない文字「O」があります。/);
  await keys.press("Shift+Enter");
  await fill(desk, ["01101012345001"]);
  await expect(field(desk, "labor_number")).not.toContainText("数字でない");
  await enterTo(desk, "employer_name");
  await compose(desk, "みほんもっこう", "株式会社みほん木工");
  await fill(desk, [""]);
  await expect(box(desk, "employer_telephone")).toBeFocused();
  await expect(box(desk, "labor_number")).toHaveValue("01101012345001");
  await expect(box(desk, "employer_name")).toHaveValue("株式会社みほん木工");
});

test("変換中の Enter は動かさない。長い文と第3水準の字は残り、紙だけが断る", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await sit(desk, served.url);
  await openSheet(desk, "1");
  await fill(desk, ["071006", "", "01101012345000", "", "1", "5550412", "071003"]);
  let commit = await composing(desk, "きりた");
  await keys.press("Enter");
  await expect(box(desk, "kana_family")).toBeFocused();
  await commit("きりた");
  await fill(desk, ["", "たろう"]);
  commit = await composing(desk, "よしだ");
  await keys.press("Enter");
  await keys.press("F12");
  await keys.press("F8");
  await expect(box(desk, "name")).toBeFocused();
  await expect(desk.getByRole("dialog")).toBeHidden();
  const long = "𠮷田".repeat(21);
  await commit(long);
  await fill(desk, [""]);
  await expect(field(desk, "name")).toContainText(/氏名が40文字を超えています。/);
  await expect(box(desk, "name")).toHaveValue(long);
  await keys.press("Shift+Enter");
  await compose(desk, "よしだたろう", "𠮷田　太郎");
  await enterTo(desk, "circumstances");
  const story = "木工機械で左示指を切った。".repeat(40);
  await keys.insertText(story);
  await fill(desk, [""]);
  await expect(field(desk, "circumstances")).toContainText(/400文字を超えています。/);
  await expect(box(desk, "circumstances")).toHaveValue(story);
  await keys.press("Shift+Enter");
  await keys.press("Control+a");
  await compose(desk, "きった", "木工機械で左示指を切った");
  await fill(desk, [""]);
  await compose(desk, "ひだりじしせっそう", "左示指切創");
  await enterTo(desk, "employer_name");
  await compose(desk, "もっこう", "株式会社みほん木工");
  await enterTo(desk, "before");
  await keys.type("1");
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: /𠮷田/ })).toBeVisible();

  // The entry line looks while one composes, and picks only what was committed.
  await expect(box(desk, "entry")).toBeFocused();
  await openDay(desk, 3);
  commit = await composing(desk, "そうしょうしょち");
  await expect(desk.getByRole("option").first()).toContainText("創傷処置");
  await keys.press("Enter");
  await expect(box(desk, "entry")).toBeFocused();
  await commit("創傷処置");
  await expect(desk.getByRole("option").first()).toContainText("創傷処置");
  await keys.press("Enter");
  await expect(box(desk, "entry_sites")).toBeFocused();
  commit = await composing(desk, "みぎぜんわん");
  await keys.press("Enter");
  await expect(box(desk, "entry_sites")).toBeFocused();
  await commit("右前腕");
  await expect(desk.getByRole("option").first()).toContainText("右前腕");
  await keys.press("Enter");
  await expect(box(desk, "entry_area")).toBeFocused();
  await fill(desk, ["５０"]);
  await expect(desk.getByText("50cm²")).toBeVisible();

  // The paper has no such letter: the sheet and the month say so, and lead to the box.
  await keys.press("F10");
  await expect(desk.getByRole("treeitem").first()).toBeVisible();
  await keys.press("F7");
  await expect(desk.getByRole("dialog").getByText(/「𠮷」/).first()).toBeVisible();
  await keys.press("Escape");
  await expect(desk.getByRole("dialog")).toBeHidden();
  await keys.press("F4");
  await expect(desk.locator(":focus")).toContainText("傷病名が入っていません");
  await keys.press("Enter");
  await expect(box(desk, "disease0_name")).toBeFocused();
  await compose(desk, "ひだりじしせっそう", "左示指切創");
  await fill(desk, [""]);
  await expect(desk.getByText(/^保存しました/)).toBeVisible();
  await keys.press("Escape");
  const row = desk.getByRole("treeitem", { level: 1 });
  const fault = desk.getByRole("treeitem", { level: 2 }).filter({ hasText: "「𠮷」" });
  await expect(fault).toContainText(/確定できない.*印字する書体にない文字です。/);
  await expect(row).toContainText("下書き");
  await expect(fault).toBeFocused();
  await keys.press("Enter");
  await expect(box(desk, "name")).toBeFocused();
  await expect(box(desk, "name")).toHaveValue("𠮷田　太郎");
  await compose(desk, "よしだたろう", "吉田　太郎");
  await keys.press("F12");
  await expect(row).toContainText("吉田　太郎");
  await expect(row).toContainText("点検済");
  await keys.press("F5");
  await expect(desk.getByText("この月の内訳書はすべて確定しています。")).toBeVisible();
});

test.describe("診療入力", () => {
  test.use({ calendar: "2025-10-20" });

  test("ない部位・広さ・時刻・日、値のない薬や行為は、その欄が断る", async ({ desk, served }) => {
    const keys = desk.keyboard;
    const dialog = desk.getByRole("dialog");
    const entry = box(desk, "entry");
    const acts = desk.getByRole("grid", { name: "行為" }).locator("tbody tr");
    await sit(desk, served.url);
    await registered(served.url);
    await openWorker(desk, "きりた", "切田");
    await keys.press("F4");
    await expect(entry).toBeFocused();
    await openDay(desk, 3);

    // The entry line.
    await fill(desk, ["そうしょうしょち"]);
    await expect(box(desk, "entry_sites")).toBeFocused();
    await keys.type("ほしぞら");
    await expect(desk.getByText("見つかりません。")).toBeVisible();
    await keys.press("Enter");
    await expect(box(desk, "entry_sites")).toHaveValue("ほしぞら");
    await keys.press("Control+a");
    await keys.type("ﾋﾀﾞﾘﾃﾕﾋﾞ２");
    await expect(desk.getByRole("option").first()).toContainText("左手第2指");
    await keys.press("Enter");
    for (const [typed, sentence] of [
      ["abc", /数字で入力してください。/],
      ["0", /0より大きく/],
      ["-3", /0以上の数/],
      ["999999", /以下で入れてください。/],
    ] as const) {
      await expect(box(desk, "entry_area")).toBeFocused();
      await keys.press("Control+a");
      await fill(desk, [typed]);
      await expect(field(desk, "entry_area")).toContainText(sentence);
      await expect(box(desk, "entry_area")).toHaveValue(typed);
    }
    await expect(desk.getByText("まだ保存していません")).toBeVisible();
    await keys.press("Control+a");
    await fill(desk, ["６"]);
    await expect(acts).toHaveCount(1);
    await expect(desk.getByText(/^保存しました/)).toBeVisible();

    // The conditions of the visit.
    await keys.press("F11");
    await fill(desk, ["2500"]);
    await expect(field(desk, "time")).toContainText(/は時刻として読めません。/);
    await expect(box(desk, "time")).toHaveValue("2500");
    await keys.press("Shift+Enter");
    await fill(desk, ["１４：１０"]);
    await expect(box(desk, "time")).toHaveValue("14:10");
    for (const [typed, kept, sentence] of [
      ["071001", "R7.10.1", /受診日が傷病年月日（令和7年10月3日）より前です。/],
      ["071025", "R7.10.25", /まだ来ていない日です。/],
      ["071032", "071032", /は暦にない日です。/],
    ] as const) {
      await fill(desk, [typed]);
      await expect(field(desk, "day")).toContainText(sentence);
      await expect(box(desk, "day")).toHaveValue(kept);
      await keys.press("Shift+Enter");
    }
    await fill(desk, ["071003"]);
    await expect(field(desk, "day")).not.toContainText("暦にない");
    await keys.press("F11");
    await expect(entry).toBeFocused();

    // Drugs without a price, an act of no code without its source.
    await keys.press("F7");
    await fill(desk, ["1", "ロキソプロフェン錠60mg", "", "3", "錠", "", "5"]);
    await keys.press("F12");
    await expect(box(desk, "drug0_price")).toBeFocused();
    await expect(field(desk, "drug0_price")).toContainText(/は数として読めません。/);
    await expect(box(desk, "drug0_name")).toHaveValue("ロキソプロフェン錠60mg");
    await keys.type("１０．４");
    await keys.press("F12");
    await expect(dialog).toBeHidden();
    await expect(acts).toHaveCount(2);
    await keys.press("F9");
    await keys.press("F12");
    await expect(dialog.getByText("行為の名前を入れてください。")).toBeVisible();
    await expect(box(desk, "name")).toBeFocused();
    await compose(desk, "とくしゅなしょち", "特殊な処置");
    await keys.press("F12");
    await expect(dialog.getByText(/どちらか一方を入れてください。/)).toBeVisible();
    await expect(box(desk, "points")).toBeFocused();
    await keys.type("100");
    await keys.press("F12");
    await expect(dialog.getByText(/点数や金額の出どころを入れてください。/)).toBeVisible();
    await expect(box(desk, "source")).toBeFocused();
    await compose(desk, "つうち", "保医発第1号");
    await keys.press("F12");
    await expect(dialog).toBeHidden();
    await expect(acts).toHaveCount(3);

    // 転帰: without its day it waits; out of the month, and before the last visit, it is refused.
    await keys.press("Control+2");
    await expect(box(desk, "disease0_name")).toBeFocused();
    await enterTo(desk, "disposition");
    await keys.press("5");
    await fill(desk, ["", "070930"]);
    await expect(field(desk, "disposition_day")).toContainText(/診療月（令和7年10月）の外です。/);
    await expect(box(desk, "disposition_day")).toHaveValue("R7.9.30");
    await keys.press("Shift+Enter");
    await fill(desk, ["071002"]);
    await expect(field(desk, "disposition_day")).toContainText(/より後に受診があります。/);
    await keys.press("Shift+Enter");
    await fill(desk, ["071024"]);
    await expect(field(desk, "disposition_day")).toContainText(/まだ来ていない日です。/);
    await keys.press("Shift+Enter");
    await keys.press("Delete");
    await fill(desk, [""]);
    await expect(field(desk, "disposition_day")).toContainText("日を入れると保存します。");
    await keys.press("Shift+Enter");
    await fill(desk, ["071010"]);
    await expect(desk.getByText(/^保存しました/)).toBeVisible();
    await keys.press("Shift+Enter");
    await keys.press("Shift+Enter");
    await keys.press("3");
    await expect(box(desk, "disposition_day")).toHaveCount(0);

    // A day before the injury and one that has not come take no act; what was typed is still there.
    await keys.press("Control+1");
    for (const [day, sentence] of [[1, /より前です。/], [25, /まだ来ていない日です。/]] as const) {
      await openDay(desk, day);
      await keys.type("f100");
      await expect(desk.getByRole("option").first()).toContainText("処方料");
      await keys.press("Enter");
      await expect(desk.getByRole("button", { name: /もう一度加える/ })).toBeFocused();
      await expect(desk.getByText(sentence).first()).toBeVisible();
      await keys.press("Escape");
      await expect(entry).toHaveValue("f100");
      await keys.press("Escape");
      await expect(entry).toHaveValue("");
    }
    await keys.press("Escape");
    await expect(desk.getByRole("searchbox")).toBeFocused();
    await expect(desk.getByText("いま残っていることはありません。")).toBeVisible();
    await expect(desk.getByRole("heading", { name: "書きかけ" })).toBeHidden();
  });
});

test("合言葉・はじめの設定・担当: 足りないうちは進まず、何が足りないかを言う", async ({ desk, served }) => {
  const keys = desk.keyboard;
  const dialog = desk.getByRole("dialog");
  const passphrase = desk.getByRole("textbox", { name: /^合言葉/ }).first();
  await expect(passphrase).toBeFocused();
  await keys.press("F12");
  await expect(desk.getByText("合言葉は8文字以上にしてください。")).toBeVisible();
  await fill(desk, ["himitsu", ""]);
  await expect(desk.getByText("合言葉は8文字以上にしてください。")).toBeVisible();
  await expect(passphrase).toBeFocused();
  await keys.press("Control+a");
  await fill(desk, [PASSPHRASE, "himitsu no kotobo"]);
  await expect(desk.getByText(/上の合言葉と違います。/)).toBeVisible();
  await keys.press("Control+a");
  await fill(desk, [PASSPHRASE]);

  await expect(box(desk, "name")).toBeFocused();
  await keys.press("F12");
  await expect(field(desk, "name")).toContainText("医療機関の名称が空です。");
  await expect(field(desk, "hospital_number")).toContainText("指定病院等の番号は7桁です。");
  await expect(box(desk, "name")).toBeFocused();
  await compose(desk, "みなみまち", "南町整形外科");
  await fill(desk, ["", "", "01123", "123", "", "0112223333", "060"]);
  await keys.press("F12");
  for (const [name, value, sentence] of [
    ["hospital_number", "01123", /いま5桁あります。/],
    ["institution_code", "123", /7桁/],
    ["telephone", "0112223333", /ハイフンで3つに区切って/],
    ["postal_code", "060", /郵便番号は7桁です。/],
  ] as const) {
    await expect(field(desk, name)).toContainText(sentence);
    await expect(box(desk, name)).toHaveValue(value);
  }
  await expect(box(desk, "hospital_number")).toBeFocused();
  await keys.press("Control+a");
  await fill(desk, ["０１１２３４５", "", "", "011-222-3333", "０６００００１"]);
  await keys.press("F12");
  await expect(box(desk, "institution_code")).toBeFocused();
  await keys.press("Delete");
  await keys.press("F12");

  await expect(box(desk, "staff.0.name")).toBeFocused();
  await keys.press("F12");
  await expect(desk.getByText("スタッフが1人もいません。操作する人の名前を入れてください。")).toBeVisible();
  await compose(desk, "さとう", "受付 佐藤");
  await fill(desk, [""]);
  await keys.press("Space");
  await expect(desk.getByLabel("管理者")).not.toBeChecked();
  // While the answer to the last key is still under way, F12 waits for the next press.
  await expect(async () => {
    await keys.press("F12");
    await expect(desk.getByText("管理者がいません。1人は管理者にしてください。")).toBeVisible({ timeout: 1000 });
  }).toPass();
  await keys.press("Space");
  await keys.press("Enter");
  await expect(box(desk, "staff.1.name")).toBeFocused();
  await compose(desk, "さとう", "受付 佐藤");
  await expect(async () => {
    await keys.press("F12");
    await expect(field(desk, "staff.1.name")).toContainText("同じ名前が2度あります。", { timeout: 1000 });
  }).toPass();
  await expect(box(desk, "staff.1.name")).toBeFocused();
  await keys.press("Control+a");
  await compose(desk, "みなみ", "医師 南");
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: "診療時間" })).toBeVisible();
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: "届出" })).toBeVisible();
  await keys.press("F12");

  // Who acts must be said, and must be somebody of the list.
  await expect(dialog).toContainText("担当を選んでください");
  await keys.press("Escape");
  await expect(dialog).toBeVisible();
  await keys.press("1");
  await expect(desk.getByRole("searchbox")).toBeFocused();
  const facility = await command(served.url, "facility", {});
  const staff = [{ name: "医師 南", administrator: true }, { name: "受付 鈴木", administrator: false }];
  await command(served.url, "save_facility", { ...facility, staff }, "受付 佐藤");
  await openSheet(desk, "1");
  await fill(desk, ["", "", "01101012345000", "", "1", "5550412", "071003", "きりた", "たろう"]);
  await compose(desk, "きりたたろう", "切田　太郎");
  await keys.press("F12");
  await expect(dialog).toContainText("このままでは請求できない");
  await keys.press("F12");
  await expect(dialog.getByText("受付 鈴木")).toBeVisible();
  await keys.press("2");
  await expect(dialog).toBeHidden();
  await expect(box(desk, "name")).toHaveValue("切田　太郎");
  await keys.press("F12");
  await expect(dialog).toContainText("このままでは請求できない");
  await keys.press("F12");
  await expect(desk.getByRole("heading", { name: /切田/ })).toBeVisible();

  // Covered: only the passphrase opens, however its letters are wide.
  await keys.press("Control+l");
  await expect(passphrase).toBeFocused();
  await expect(desk.getByText("切田")).toBeHidden();
  await keys.press("Enter");
  await expect(desk.getByText("合言葉を入れてから Enter を押してください。")).toBeVisible();
  await fill(desk, ["himitsu no kotobo"]);
  await expect(desk.getByText(/合言葉が違うか/)).toBeVisible();
  await expect(passphrase).toHaveValue("");
  await keys.insertText("ｈｉｍｉｔｓｕ　ｎｏ　ｋｏｔｏｂａ");
  await keys.press("Enter");
  await expect(dialog).toContainText("担当を選んでください");
  await keys.press("1");
  await expect(desk.getByRole("heading", { name: /切田/ })).toBeVisible();
});

test("書きかけは、画面を読み直しても、プログラムが落ちても残る", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await sit(desk, served.url);
  const known = await registered(served.url);

  // In the middle of a sheet, in the middle of a box.
  await openSheet(desk, "1");
  await fill(desk, ["", "", "13", "", "3", "平成", "071003"]);
  await keys.type("たか");
  await kept(served.url, "intake:new:5", "タカ|たか");
  await desk.reload();
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await tabTo(desk, /受付票（様式第5号）.*を続ける/);
  await keys.press("Enter");
  await expect(desk.getByText("前に入力していた内容を戻しました。")).toBeVisible();
  await expect(box(desk, "labor_number")).toHaveValue("13");
  await expect(box(desk, "birth")).toHaveValue("平成");
  await expect(box(desk, "kana_family")).toHaveValue(/タカ|たか/);
  await expect(field(desk, "labor_number")).toContainText(/14桁/);

  // Killed and started anew.
  await enterTo(desk, "kana_given");
  await keys.type("はな");
  await kept(served.url, "intake:new:5", "はな");
  await served.stop();
  const again = await serve(served.home, "2025-10-31");
  await connect(desk, again.url);
  await expect(desk.getByRole("textbox", { name: "合言葉" })).toBeFocused();
  await fill(desk, [PASSPHRASE]);
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await openSheet(desk, "1");
  await expect(desk.getByText("前に入力していた内容を戻しました。")).toBeVisible();
  await expect(box(desk, "kana_given")).toHaveValue(/ハナ|はな/);
  await expect(box(desk, "labor_number")).toHaveValue("13");
  await keys.press("F11");
  await expect(desk.getByRole("button", { name: "やめる" })).toBeFocused();
  await keys.press("Tab");
  await keys.press("Enter");
  await expect(desk.getByText("前に入力していた内容を戻しました。")).toBeHidden();
  await expect(box(desk, "labor_number")).toHaveValue("");
  await keys.press("Escape");

  // In the middle of an act: what was answered and what is half typed.
  await openWorker(desk, "きりた", "切田");
  await keys.press("F4");
  await expect(box(desk, "entry")).toBeFocused();
  await openDay(desk, 4);
  await fill(desk, ["そうしょうしょち"]);
  await expect(box(desk, "entry_sites")).toBeFocused();
  await fill(desk, ["みぎぜんわん"]);
  await expect(box(desk, "entry_area")).toBeFocused();
  await keys.type("12");
  await kept(again.url, `act:${known.case}:2025-10-04`, '"answer":"12"');
  await desk.reload();
  await tabTo(desk, /令和7年10月4日の診療入力を続ける/);
  await keys.press("Enter");
  await expect(desk.getByText(/前に入力していた行為を戻しました。/)).toBeVisible();
  await expect(box(desk, "entry_area")).toBeFocused();
  await expect(box(desk, "entry_area")).toHaveValue("12");
  await served.stop();
  await again.stop();
  const third = await serve(served.home, "2025-10-31");
  await connect(desk, third.url);
  await expect(desk.getByRole("textbox", { name: "合言葉" })).toBeFocused();
  await fill(desk, [PASSPHRASE]);
  await tabTo(desk, /令和7年10月4日の診療入力を続ける/);
  await keys.press("Enter");
  await expect(box(desk, "entry_area")).toHaveValue("12");
  await keys.press("Enter");
  await expect(box(desk, "entry")).toBeFocused();
  await expect(desk.getByText("12cm²").first()).toBeVisible();
  await expect(desk.getByText(/^保存しました/)).toBeVisible();
  await keys.press("Escape");
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await expect(desk.getByRole("heading", { name: "書きかけ" })).toBeHidden();
  await third.stop();
});

/** Waits until the draft is written down. */
async function kept(url: string, key: string, part: string): Promise<void> {
  await expect.poll(async () => (await command(url, "draft", { key })).body ?? "").toMatch(new RegExp(part));
}

/** Enter as far as a box. */
async function enterTo(page: Page, name: string): Promise<void> {
  const wanted = box(page, name);
  for (let i = 0; i < 60 && !(await wanted.evaluate((e) => e === document.activeElement)); i += 1) {
    await page.keyboard.press("Enter");
  }
  await expect(wanted).toBeFocused();
}

/** Begins to compose; what it answers commits. */
async function composing(page: Page, kana: string): Promise<(kanji: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: kana, selectionStart: kana.length, selectionEnd: kana.length });
  return async (kanji) => {
    await session.send("Input.insertText", { text: kanji });
    await session.detach();
  };
}
