// A clinic's first month by the keyboard alone: set-up, 様式第5号, three visits, 確定, paper; and once more after a restart.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compose, connect, expect, fill, serve, test } from "./desk";
import { enterAct, finalizeMonth, openDay, PASSPHRASE, register, setUp } from "./steps";

// By hand: 10/3 ブラッシング 91, 創傷処理 530×2.0 = 1,060, 機能回復指導加算 190 = 1,341点; 初診 3,850 + 救急 1,250円
// 10/4 and 10/7 創傷処置 52×2.0 = 104点 each, 再診 1,420円 each; 請求書取扱料 2,000円
// 1,341 + 104×2 = 1,549点 × 12円 = 18,588円; 3,850 + 1,250 + 1,420×2 + 2,000 = 9,940円; 28,528円
const TOTAL = "28,528円";

test("from the first start to the paper, and after a restart", async ({ desk, served }) => {
  const keys = desk.keyboard;
  await setUp(desk);
  const enters = await register(desk);
  expect(enters, "field moves from paper").toBeLessThanOrEqual(60);

  await openDay(desk, 3);
  await enterAct(desk, "101400030", "ブラッシング", [["部位", ""]]);
  await enterAct(desk, "そうしょうしょり", "達しない", [["部位", ""], ["長さ", "3"]]);
  await expect(desk.getByText("初診時に救急医療を行いましたか")).toBeVisible();
  await keys.press("Alt+y");
  await expect(desk.getByText("初診時に救急医療を行いましたか")).toBeHidden();
  await openDay(desk, 4);
  await enterAct(desk, "そうしょうしょち", "創傷処置", [["部位", ""], ["面積", "6"]]);
  await openDay(desk, 7);
  await keys.press("F3");
  await expect(desk.getByRole("dialog")).toContainText("令和7年10月4日");
  await keys.press("F12");
  await expect(desk.getByText(TOTAL)).toBeVisible();

  await keys.press("Control+2");
  await expect(desk.getByRole("textbox", { name: "傷病名" }).first()).toBeFocused();
  await compose(desk, "ひだりじしせっそう", "左示指切創");
  await fill(desk, ["", "", "", ""]);
  await compose(desk, "もっこうきかい", "木工機械で左示指を切り縫合した。感染なく経過。");
  await fill(desk, [""]);
  await finalizeMonth(desk);
  await expect(desk.getByText("初回分　札幌中央署")).toBeVisible();
  await keys.press("F8");
  await expect(desk.getByRole("dialog")).toBeVisible();
  await keys.press("F12");
  await expect(desk.getByText(/34722-2025-10.*に書きました/)).toBeVisible();

  const papers = join(served.home, "papers");
  const [pdf] = readdirSync(papers);
  const text = execFileSync("pdftotext", ["-layout", join(papers, pdf ?? ""), "-"]).toString().replace(/\s/g, "");
  const wanted = ["切田太郎", "キリタタロウ", "左示指切創", "株式会社みほん木工", "01101012345000", "1,549", "18,588", "9,940"];
  for (const said of [...wanted, "28528"]) expect(text).toContain(said);

  // Everything is there once more after the program was killed.
  await served.stop();
  const again = await serve(served.home, "2025-10-31");
  await connect(desk, again.url);
  await expect(desk.getByRole("textbox", { name: "合言葉" })).toBeFocused();
  await fill(desk, ["wrong passphrase"]);
  await expect(desk.getByText(/合言葉が違うか/)).toBeVisible();
  await keys.press("Control+a");
  await fill(desk, [PASSPHRASE]);
  await expect(desk.getByRole("searchbox")).toBeVisible();
  if (await desk.getByRole("dialog").isVisible()) await keys.press("1");
  await expect(desk.getByRole("searchbox")).toBeFocused();
  await keys.press("F9");
  await expect(desk.getByText("この月の内訳書はすべて確定しています。")).toBeVisible();
  await expect(desk.getByText(TOTAL).first()).toBeVisible();
  await again.stop();
});

test("a visit of six acts takes at most forty keys", async ({ desk }) => {
  await setUp(desk);
  await register(desk);
  await openDay(desk, 3);
  let pressed = 0;
  const count = (typed: string, answers: [string, string][]) => {
    pressed += typed.length + 1 + answers.reduce((sum, [, a]) => sum + a.length + 1, 0);
  };
  // 創傷処理・ブラッシング by 区分番号; 処方料, 調剤料 and the rest by a few letters.
  const acts: [string, string, [string, string][]][] = [
    ["k000", "創傷処理", [["部位", ""], ["長さ", "3"]]],
    ["ぶらっ", "ブラッシング", [["部位", ""]]],
    ["f100", "処方料", []],
    ["f000", "調剤料", []],
    ["e002", "撮影", [["枚数", "2"]]],
    ["e001", "診断", [["枚数", "2"]]],
  ];
  for (const [typed, shown, answers] of acts) {
    await enterAct(desk, typed, shown, answers);
    count(typed, answers);
  }
  console.log(`keys for six acts: ${pressed}`);
  expect(pressed).toBeLessThanOrEqual(40);
});
