// A month with five acts that only the masters know and two areas that need a 合成コード, from the keyboard to the sheet.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compose, expect, fill, picture, test } from "./desk";
import { actLine, load } from "./masters";
import { enterAct, finalizeMonth, openDay, openWorker, registered, sit } from "./steps";

// By hand (the same month as tests/months/2025-10-masters.yaml):
// 熱傷処置 右前腕120cm² 147×1.5 = 220.5, 右手80cm² 135×2.0 = 270.0: 490.5 → 491点, on two days 982点
// 10/3 精密眼底 56 + 精密眼圧 82 + スリットＭ 48 = 186点; 10/10 純音聴力 350 + 平衡機能 20 + 外来管理加算の特例 52 = 422点
// 982 + 186 + 422 = 1,590点 × 12円 = 19,080円; 初診 3,850 + 取扱料 2,000 + 再診 1,420 = 7,270円; 26,350円
const TOTAL = "26,350円";

const DOCTOR = "医師 南";
const inspection = (code: string, name: string, kana: string, points: string, place: string) =>
  actLine(code, name, points, { 7: kana, 15: "600", 66: "600", 56: "1", 69: "1", 85: "D", 90: "2", 91: "03", 92: place });
const ROWS = [
  inspection("160081010", "精密眼底検査（片）", "ｾｲﾐﾂｶﾞﾝﾃｲｹﾝｻ", "56.00", "255"),
  inspection("160082910", "精密眼圧", "ｾｲﾐﾂｶﾞﾝｱﾂ", "82.00", "264"),
  inspection("160084510", "スリットＭ（前眼部）", "ｽﾘｯﾄM", "48.00", "273"),
  inspection("160078010", "標準純音聴力検査", "ﾋｮｳｼﾞｭﾝｼﾞｭﾝｵﾝﾁｮｳﾘｮｸｹ", "350.00", "244"),
  inspection("160079410", "平衡機能検査（標準検査）", "ﾍｲｺｳｷﾉｳｹﾝｻ", "20.00", "250"),
].join("");

test("マスターだけの行為と合成コードの月を、入力から紙まで", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await sit(desk, served.url);
  await load(served.url, "s_ALL20240531.csv", ROWS, DOCTOR);
  await registered(served.url, { site_and_state: "右前腕・右手熱傷" });
  await openWorker(desk, "きりた", "切田");
  const burns = async () => {
    await enterAct(desk, "ねっしょう", "熱傷処置", [["部位", "右前腕"], ["面積", "120"]]);
    await enterAct(desk, "ねっしょう", "熱傷処置", [["部位", "右手"], ["面積", "80"]]);
  };
  await openDay(desk, 3);
  await burns();
  for (const [typed, shown] of [["がんてい", "精密眼底"], ["がんあつ", "精密眼圧"], ["すりっと", "スリットＭ"]] as const) {
    await enterAct(desk, typed, shown, []);
  }
  await expect(desk.getByText("初診時に救急医療を行いましたか")).toBeVisible();
  await keys.press("Alt+n");
  await openDay(desk, 10);
  await burns();
  for (const [typed, shown] of [["じゅんおん", "標準純音聴力"], ["へいこう", "平衡機能"]] as const) {
    await enterAct(desk, typed, shown, []);
  }
  await expect(desk.getByText("計画的な医学管理を行いましたか")).toBeVisible();
  await keys.press("Alt+y");
  await expect(desk.getByText("計画的な医学管理を行いましたか")).toBeHidden();
  await keys.press("Alt+n");
  await expect(desk.getByText("再診時に療養上の指導を行いましたか")).toBeHidden();
  await expect(desk.getByText(TOTAL).first()).toBeVisible();
  await picture(desk, "master-month-visit");

  await keys.press("Control+2");
  await expect(desk.getByRole("combobox", { name: "傷病名" }).or(desk.getByRole("textbox", { name: "傷病名" })).first()).toBeFocused();
  await compose(desk, "みぎてねっしょう", "右手熱傷");
  await fill(desk, ["", "", "", ""]);
  await compose(desk, "けいか", "処置を続けている。");
  await fill(desk, [""]);
  await finalizeMonth(desk);
  await keys.press("F7");
  await expect(desk.getByRole("region", { name: "紙面" }).locator("svg")).toBeVisible();
  await picture(desk, "master-month-sheet");
  await keys.press("Escape");
  await keys.press("F8");
  await expect(desk.getByRole("dialog")).toBeVisible();
  await keys.press("F12");
  await expect(desk.getByText(/34722-2025-10.*に書きました/)).toBeVisible();
  const papers = join(served.home, "papers");
  const [pdf] = readdirSync(papers);
  const text = execFileSync("pdftotext", ["-layout", join(papers, pdf ?? ""), "-"]).toString().replace(/\s/g, "");
  const wanted = ["1,590", "19,080", "7,270", "26350", "精密眼底検査", "精密眼圧", "スリットＭ", "標準純音聴力検査", "平衡機能検査", "491×2"];
  for (const said of wanted) expect(text).toContain(said);
});
