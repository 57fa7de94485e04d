import { tick } from "svelte";
import { describe, expect, test } from "vitest";
import { Finder } from "../../state/finder.svelte";
import { Latest } from "../../state/latest";
import { actRows, changeOf, groupsOf, signed } from "./lines";
import { actsBefore, askAfter, offerOf, questionsOf, siteOffers } from "./questions";
import { actHit, lineOf, monthOf, visitOf } from "./testing";
import { emptyAct } from "./words";

describe("行為が要るものを順に聞く", () => {
  const site = (name: string, factor: string) => ({ site: name, factor });

  test("要るものだけを、部位・面積・長さ・数量・枚数の順に", () => {
    expect(questionsOf(actHit(), [])).toEqual(["sites", "area"]);
    expect(questionsOf(actHit({ asks_site: false, asks_area: false, asks_films: true }), [])).toEqual(["films"]);
    expect(questionsOf(actHit({ asks_site: false, asks_area: false }), [])).toEqual([]);
  });

  test("倍率のちがう部位が2つ以上のときだけ、続いた創かを聞く", () => {
    const differ = [site("右前腕", "×1.5"), site("腰部", "×1")];
    expect(questionsOf(actHit(), differ)).toEqual(["sites", "continuous", "area"]);
    expect(questionsOf(actHit(), [site("右前腕", "×1.5"), site("右下腿", "×1.5")])).toEqual(["sites", "area"]);
    expect(questionsOf(actHit({ asks_area: false }), differ)).toEqual(["sites"]);
    expect(askAfter(actHit(), differ, "sites")).toBe("continuous");
    expect(askAfter(actHit(), differ, "area")).toBeNull();
  });

  test("部位は、同じ行為の前の部位、けがの部位の順に出す", () => {
    const before = [emptyAct({ code: "1", sites: ["腰部"] }), emptyAct({ code: "2", sites: ["右前腕", "右手"] })];
    expect(siteOffers("2", before, ["左手第2指"])).toEqual([["右前腕", "右手"], ["左手第2指"], ["腰部"]]);
    expect(siteOffers("9", [], ["左手第2指", "腰部"])).toEqual([["左手第2指"], ["腰部"]]);
  });

  test("前の行為は新しい受診から数える", () => {
    const visits = ["1", "2"].map((code) => visitOf({ acts: [emptyAct({ code }), emptyAct({ code: `${code}b` })] }));
    expect(actsBefore(monthOf({ attendances: visits }), 1).map((a) => a.code)).toEqual(["2b", "2", "1b", "1"]);
  });

  test("面積は同じ部位の前の面積を出す", () => {
    const before = [emptyAct({ code: "1", sites: ["腰部"], area: "30" }), emptyAct({ code: "2", sites: ["左手"], area: "6" })];
    expect(offerOf("area", emptyAct({ code: "2", sites: ["左手"] }), before)).toBe("6");
    expect(offerOf("area", emptyAct({ code: "9", sites: ["腰部"] }), before)).toBe("30");
    expect(offerOf("area", emptyAct({ code: "9", sites: ["右膝"] }), before)).toBe("");
  });
});

describe("表に出すもの", () => {
  test("最後の入力で変わった額", () => {
    const sum = (points: number) => [{ case: 1, points, yen_per_point: "12", yen_of_points: 0, yen_items: 0, total: 0, sentence: "" }];
    const before = monthOf({ sums: sum(100), total: 1420 });
    expect(changeOf(before, monthOf({ sums: sum(206), total: 2692 }))).toEqual({ points: 106, yen: 1272 });
    expect(changeOf(before, monthOf({ sums: sum(100), total: 1420 }))).toBeNull();
    expect(changeOf(before, monthOf({ worker: 9, total: 5 }))).toBeNull();
    expect(signed(1272)).toBe("+1,272");
    expect(signed(-380)).toBe("−380");
  });

  test("点と円は別の列、まとめた行為は初めの行に出る", () => {
    const acts = [emptyAct({ code: "1", name: "創傷処置" }), emptyAct({ code: "2", name: "熱傷処置" })];
    const rows = actRows(acts, [lineOf({ acts: [0, 1], points: 104 }), lineOf({ acts: [], yen: 1420 })]);
    expect(rows.map((r) => [r.points, r.yen, r.within])).toEqual([[104, null, null], [null, null, 0]]);
  });

  test("確かめることが先、算定しなかったものが後", () => {
    const visit = visitOf({}, [lineOf(), lineOf({ outcome: "refused", ja: "外来管理加算" }), lineOf({ outcome: "proposed", ja: "救急医療管理加算" })]);
    const groups = groupsOf(monthOf({ attendances: [visit] }), visit);
    expect(groups.map((g) => [g.id, g.lines.length])).toEqual([["asked", 1], ["day", 1], ["refused", 1]]);
  });
});

test("古い答えは捨てる", async () => {
  const latest = new Latest();
  let first: (value: string) => void = () => undefined;
  const old = latest.ask(() => new Promise<string>((resolve) => (first = resolve)));
  const now = latest.ask(() => Promise.resolve("new"));
  first("old");
  expect([await old, await now]).toEqual([undefined, "new"]);
});

test("答えより早い Enter は、いまの文字の答えを待ってから選ぶ", async () => {
  const answers = new Map<string, (hits: string[]) => void>();
  const finder = new Finder<string>((text) => new Promise((resolve) => answers.set(text, resolve)), () => undefined);
  finder.search("そう");
  answers.get("そう")?.(["創傷処理"]);
  await tick();
  finder.search("そうしょ");
  const taken = finder.taken(finder.hits[0]);
  answers.get("そうしょ")?.(["創傷処置"]);
  expect(await taken).toBe("創傷処置");
});
