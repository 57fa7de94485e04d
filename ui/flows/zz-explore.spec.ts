import { test, picture, fill } from "./desk";
import { setUp } from "./steps";
test("start", async ({ desk }) => {
  const k = desk.keyboard;
  await setUp(desk);
  await k.press("F2"); await desk.waitForTimeout(300);
  await k.press("1");
  await desk.waitForTimeout(600);
  await fill(desk, ["071006", "2001", "01101012345000", "", "1", "5550412", "071003", "きりた", "たろう", "切田　太郎", "0600002", "札幌市中央区北二条", "木工", "1410", "班長 山田", "木工機械で左示指を切った", "左示指切創", "1", "株式会社みほん木工", "011-333-4444", "0650001", "", "札幌市", "北1条", "三田 次郎", ""]);
  await desk.waitForTimeout(500);
  await picture(desk, "ex1");
  await fill(desk, ["1", "1", "1", "1", "1", "1", "1", "1", "1", ""]);
  await desk.waitForTimeout(500);
  await picture(desk, "ex2");
  await k.press("F12");
  await desk.waitForTimeout(1000);
  await picture(desk, "ex3");
  for (const t of ["150001010"]) { await k.type(t); await desk.waitForTimeout(400); await picture(desk, "ex4"); await k.press("Enter"); await desk.waitForTimeout(500);}
  await picture(desk, "ex5");
});
