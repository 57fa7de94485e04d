import { afterEach, beforeEach, expect, test } from "vitest";
import type { SetAct, SetForm } from "../../backend/backend";
import { notices } from "../../parts";
import { answerWith } from "../visit/testing";
import { emptyAct } from "../visit/words";
import { actOfHit, askedJa, copyName, SetList, valueOf, withValue, wordsOf } from "./sets.svelte";

const act = (code: string): SetAct => ({ act: emptyAct({ code }), asked: ["sites"], may_ask: ["sites", "area"] });
const set = (id: number, name: string, words: string[] = []): SetForm => ({ id, name, abbreviations: words, acts: [act("140000610")], said: [] });

beforeEach(() => notices.clear());
afterEach(() => notices.clear());

/** A list whose program keeps what it is given. */
function kept(sets: SetForm[]) {
  let revision = 1;
  const now = { sets };
  const told = answerWith({
    sets: () => ({ revision, sets: now.sets }),
    save_sets: (ask) => {
      if (ask.revision !== revision) throw { code: "stale", message: "古い", place: null };
      revision += 1;
      now.sets = ask.sets.map((s, i) => (s.id === 0 ? { ...s, id: 100 + i } : s));
      return { saved: true, messages: [], view: { revision, sets: now.sets } };
    },
    import_sets: (ask) =>
      ask.collisions === ""
        ? { saved: false, collisions: ["「一」という名前のセットがもうあります。"], message: "", view: { revision, sets: now.sets } }
        : { saved: true, collisions: [], message: `${ask.collisions} しました`, view: { revision: (revision += 1), sets: now.sets } },
  });
  return { ...told, now, change: () => (revision += 1) };
}

test("略号は読点・空白で区切る", () => {
  expect(wordsOf("しょ、初1　 せほ,ａ")).toEqual(["しょ", "初1", "せほ", "ａ"]);
  expect(wordsOf(" 、 ")).toEqual([]);
});

test("薬の量も材料の量も、聞く欄の名前で読み書きする", () => {
  const drug = (name: string) => ({ code: "", name, price: "1", quantity: "2", unit: "錠" });
  const both = emptyAct({ drugs: [drug("甲"), drug("乙")], material: drug("丙"), films: "4" });
  expect(askedJa("drugs.1.quantity", both)).toBe("乙の量");
  expect(valueOf(withValue(both, "drugs.1.quantity", "9"), "drugs.1.quantity")).toBe("9");
  expect(valueOf(withValue(both, "drugs.1.quantity", "9"), "drugs.0.quantity")).toBe("2");
  expect(valueOf(withValue(both, "material.quantity", "5"), "material.quantity")).toBe("5");
  expect(valueOf(withValue(both, "films", "6"), "films")).toBe("6");
});

test("見つけた行為は、聞くことのあるものをすべて聞く", () => {
  const hit = { kind: "act", code: "1", kubun: "", name: "創傷処置", class: 40, points: "", unit: "", note: "", price: "", drug_use: "", refused: "" };
  const asks = { asks_site: true, asks_area: true, asks_length: false, asks_quantity: false, asks_films: false };
  expect(actOfHit({ ...hit, ...asks }).asked).toEqual(["sites", "area"]);
  const drug = actOfHit({ ...hit, ...asks, kind: "drug", price: "10.4", drug_use: "external" });
  expect([drug.act.drug_use, drug.act.drugs[0]?.price, drug.asked]).toEqual(["external", "10.4", ["drugs.0.quantity"]]);
});

test("写しの名前は、あいているものになる", () => {
  expect(copyName("一", [set(1, "一")])).toBe("一（写し）");
  expect(copyName("一", [set(1, "一"), set(2, "一（写し）")])).toBe("一（写し2）");
});

test("消したものは戻せて、写しは略号をもたない", async () => {
  const { now } = kept([set(1, "一", ["1"]), set(2, "二")]);
  const list = new SetList();
  await list.load();
  list.at = "1";
  await list.copy();
  expect(now.sets.map((s) => [s.name, s.abbreviations.join()])).toEqual([["一", "1"], ["一（写し）", ""], ["二", ""]]);
  list.at = "1";
  await list.remove();
  expect(now.sets.map((s) => s.name)).toEqual(["一（写し）", "二"]);
  await list.undo();
  await list.undo();
  expect(now.sets.map((s) => s.name)).toEqual(["一", "二"]);
  expect(list.before.length).toBe(0);
  await list.undo();
  expect(now.sets.length).toBe(2);
});

test("順は上下に動き、はしでは動かない", async () => {
  const { now, asked } = kept([set(1, "一"), set(2, "二")]);
  const list = new SetList();
  await list.load();
  list.at = "2";
  await list.move(1);
  expect(asked.length).toBe(1);
  await list.move(-1);
  expect(now.sets.map((s) => s.name)).toEqual(["二", "一"]);
});

test("ほかの画面が先に直していれば、上書きせずに読み直す", async () => {
  const { now, change } = kept([set(1, "一")]);
  const list = new SetList();
  await list.load();
  change();
  now.sets = [set(1, "一"), set(3, "三")];
  list.at = "1";
  await list.remove();
  expect(now.sets.length).toBe(2);
  expect(list.sets.length).toBe(2);
  expect(notices.list[0]?.text).toContain("先にセットが直されていた");
});

test("読み込みは、重なるものをたずねてから行う", async () => {
  kept([set(1, "一")]);
  const list = new SetList();
  await list.load();
  await list.read("file");
  expect(list.waiting?.collisions).toEqual(["「一」という名前のセットがもうあります。"]);
  await list.read(list.waiting?.content ?? "", "both");
  expect(list.waiting).toBe(null);
  expect(notices.list[0]?.text).toBe("both しました");
});
