import { clearMocks } from "@tauri-apps/api/mocks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttendanceForm, Commands, GivenAnswer, LineView, MonthView } from "../../backend/backend";
import { refusal } from "../../backend/memory";
import { session } from "../../state/session.svelte";
import { askedOn } from "./answering";
import { groupsOf } from "./lines";
import { asksOf, questionsOf } from "./questions";
import { VisitDesk } from "./state.svelte";
import { actHit, answerWith, lineOf, monthOf, visitOf } from "./testing";
import { WhatIf } from "./what-if.svelte";
import { Why } from "./why.svelte";

beforeEach(() => session.act("受付 佐藤"));
afterEach(() => clearMocks());

function question(kind: string, change: Partial<LineView> = {}): LineView {
  return lineOf({
    outcome: "proposed", ja: `行 ${kind}`, question: `q_${kind}`, question_ja: `${kind} ですか`, answer_kind: kind,
    yes_no: kind === "yes_no", ...change,
  });
}

function given(change: Partial<GivenAnswer> = {}): GivenAnswer {
  return {
    question: "q_words", question_ja: "words ですか", answer_kind: "words", choices: [], case: 1, day: "2025-10-14",
    value: "yes", text: "疼痛が強い", said_ja: "疼痛が強い", by: "医師 北都", loose: false, ...change,
  };
}

/** The lines beside an open visit; what is asked of the program, and what it answers. */
function open(lines: LineView[], view: Partial<MonthView> = {}, answer?: (request: Commands["answer"][0]) => MonthView) {
  const { asked } = answerWith({ answer: answer ?? (() => monthOf({ attendances: [visitOf({})] })) });
  const desk = new VisitDesk();
  const visit = visitOf({}, lines);
  desk.view = monthOf({ attendances: [visit], ...view });
  desk.openAttendance(visit);
  const why = new Why(desk);
  return { desk, why, requests: () => asked.filter((a) => a.command === "answer").map((a) => a.request) };
}

const SENT = { case: 1, month: "2025-10", day: "2025-10-14", by: "受付 佐藤" };

describe("確かめることの答え", () => {
  test("ひとつのキーで決まるのは、はい・いいえだけ", async () => {
    const { why, requests } = open([question("yes_no"), question("words")]);
    await why.say("yes");
    expect(requests()).toEqual([{ ...SENT, question: "q_yes_no", value: "yes", text: "" }]);
    const words = open([question("words")]);
    await words.why.say("yes");
    expect(words.requests()).toEqual([]);
    expect(words.why.writing?.asked.kind).toBe("words");
  });

  test("どこからでも答えるキーは、矢印の行、ひとつのキーで決まるもの、はじめのものの順", () => {
    const { why } = open([question("words"), question("yes_no"), question("day")]);
    expect(why.asked?.line.answer_kind).toBe("yes_no");
    why.selected = why.questions[2]?.key ?? "";
    expect(why.asked?.line.answer_kind).toBe("day");
    expect(open([question("words"), question("day")]).why.asked?.line.answer_kind).toBe("words");
  });

  test("言葉は箱に書いてから送り、断られたらそのまま残る", async () => {
    const refused = () => {
      throw refusal("refused", "内容を1行で入れてください。", "text");
    };
    const { why, requests } = open([question("words")], {}, refused);
    await why.open(why.lines[0]);
    expect(await why.give()).toBe(false);
    expect(why.message?.text).toBe("内容を1行で入れてください。");
    why.typed = "疼痛が強い";
    expect(await why.give()).toBe(false);
    expect(why.typed).toBe("疼痛が強い");
    expect(requests().map((r) => (r as { text: string }).text)).toEqual(["", "疼痛が強い"]);
  });

  test("送れたら箱は閉じ、質問が消えれば箱も消える", async () => {
    const { desk, why } = open([question("day")]);
    await why.say("yes");
    why.typed = "2025-03-01";
    expect(await why.give()).toBe(true);
    expect(why.writing).toBeNull();
    const gone = open([question("day")]);
    await gone.why.say("yes");
    gone.desk.view = monthOf({ attendances: [visitOf({})] });
    expect(gone.why.writing).toBeNull();
    expect(desk.view?.attendances).toHaveLength(1);
  });

  test("選ぶ答えは番号で、ない番号は何もしない", async () => {
    const { why, requests } = open([question("choice", { choices: ["食事", "日常生活動作"] })]);
    await why.choose(5);
    expect(requests()).toEqual([]);
    await why.choose(1);
    expect(requests()).toEqual([{ ...SENT, question: "q_choice", value: "yes", text: "日常生活動作" }]);
  });

  test("いいえには理由を添えられる", async () => {
    const { why, requests } = open([question("yes_no")]);
    why.giveReason();
    why.typed = "診察だけ";
    await why.give();
    expect(requests()).toEqual([{ ...SENT, question: "q_yes_no", value: "no", text: "診察だけ" }]);
  });

  test("確かめた人は、選んだ人の名になる", async () => {
    const { why, requests } = open([question("yes_no")]);
    why.vouches = "医師 北都";
    await why.say("no");
    expect(requests()).toMatchObject([{ by: "医師 北都", value: "no" }]);
  });

  test("答えた行は、同じ質問・日・災害を空で送って取り消す", async () => {
    const { why, requests } = open([lineOf({ answers: [given()] })]);
    await why.takeBack(given());
    expect(requests()).toEqual([{ ...SENT, question: "q_words", value: "", text: "" }]);
  });

  test("書き直すと、前の言葉が箱に立つ。ちがうほうには何も立たない", () => {
    const { why } = open([lineOf({ answers: [given()] })]);
    const key = why.lines[0]?.key ?? "";
    why.writeAgain(key, given(), "yes");
    expect(why.typed).toBe("疼痛が強い");
    why.writeAgain(key, given({ value: "no", text: "なし" }), "no");
    expect([why.writing?.value, why.typed]).toEqual(["no", "なし"]);
    why.writeAgain(key, given({ value: "no", text: "なし" }), "yes");
    expect([why.writing?.value, why.typed]).toEqual(["yes", ""]);
  });

  test("はいといいえは、取り消さずに替えられる", async () => {
    const { why, requests } = open([lineOf({ answers: [given()] })]);
    await why.turn(given({ answer_kind: "yes_no", text: "" }));
    await why.turn(given({ answer_kind: "yes_no", value: "no", text: "" }));
    expect(requests().map((r) => (r as { value: string }).value)).toEqual(["no", "yes"]);
  });

  test("入れ直して決まるものは、答えるものに数えない", () => {
    const lines = [question("elsewhere"), question("yes_no"), lineOf()];
    expect(lines.map((l) => askedOn(l)?.kind ?? null)).toEqual([null, "yes_no", null]);
    expect(open(lines).why.questions).toHaveLength(1);
  });

  test("不備の文の行に立つ。なければ、はじめの質問に立つ", () => {
    const { why } = open([lineOf(), question("yes_no", { sentence: "ア" }), question("words", { sentence: "イ" })]);
    why.showSentence("イ");
    expect(why.current?.line.answer_kind).toBe("words");
    why.showSentence("どこにもない文");
    expect(why.current?.line.answer_kind).toBe("yes_no");
  });

  test("どの行にも出ない答えは、終わりにひとつずつ並ぶ", () => {
    const loose = given({ loose: true, said_ja: "いいえ（時間がない）" });
    const view = monthOf({ attendances: [visitOf({}, [lineOf({ answers: [given()] })])], answers: [given(), loose] });
    const last = groupsOf(view, null).at(-1);
    expect([last?.id, last?.lines.map((l) => l.line.answers[0]?.said_ja)]).toEqual(["answers", ["いいえ（時間がない）"]]);
  });
});

describe("行為が聞くこと", () => {
  test("職場復帰支援・療養指導は相手を、ADL加算は単位を聞く", () => {
    const plain = { asks_site: false, asks_area: false };
    const codes = ["101801450", "101801460", "101801490", "101801530", "101801540"];
    expect(codes.map((code) => questionsOf(actHit({ ...plain, code }), []))).toEqual([[], ["guided"], ["guided"], ["guided"], []]);
    const adl = asksOf(actHit({ ...plain, code: "101800360" }));
    expect([questionsOf(adl, []), adl.unit]).toEqual([["quantity"], "単位"]);
    expect(asksOf(actHit())).toEqual(actHit());
  });
});

describe("もしも", () => {
  const choice = (value: string) => ({ value, name: value });
  const site = { value: "2025-10-06#1", joint: ":", name: "10月6日(月) 1番目　創傷処置", now: "左手第2指", choices: [choice("左手第2指")], typed: "site" };
  const start = { value: "treatment_start", joint: ":yes:", name: "療養を始めた日", now: "", choices: [], typed: "day" };
  const no = { ...start, joint: ":", choices: [choice("no")], typed: "" };
  const tax = { value: "", joint: "", name: "課税区分", now: "課税", choices: [choice("taxable"), choice("exempt")], typed: "" };
  const time = { value: "2025-10-06", joint: ":", name: "10月6日の受診", now: "", choices: [], typed: "time" };
  const keys = [
    { key: "site", name: "部位", targets: [site] }, { key: "tax", name: "課税区分", targets: [tax] },
    { key: "answer", name: "答え", targets: [start, no] }, { key: "time", name: "時刻", targets: [time] },
  ];

  async function begin() {
    const changes: Commands["what_if"][0]["changes"][] = [];
    answerWith({
      what_if_keys: () => ({ keys }),
      what_if: (request) => {
        changes.push(request.changes);
        const problems = request.changes.length === 0 ? ["何を変えてみるかを、1つ以上選んでください。"] : [];
        return { before: 9766, after: problems.length > 0 ? null : 9454, lines: [], problems, open: [] };
      },
    });
    const trial = new WhatIf(3, "2025-10", (thrown) => expect(thrown).toBeNull());
    await trial.load();
    return { trial, changes, thing: (at: number) => trial.things[at] as (typeof trial.things)[number] };
  }

  test("値は、対象・つなぎ・選んだものをつないで送る", async () => {
    const { trial, changes, thing } = await begin();
    expect([trial.view?.problems, trial.difference]).toEqual([[], null]);
    trial.pick(thing(0));
    expect(trial.way).toBe("site");
    await trial.choose(choice("右前腕"));
    trial.pick(thing(1));
    expect(trial.way).toBe("few");
    await trial.choose(choice("exempt"));
    expect(changes.at(-1)).toEqual([{ key: "site", value: "2025-10-06#1:右前腕" }, { key: "tax", value: "exempt" }]);
    expect(trial.difference).toBe(9454 - 9766);
  });

  test("同じものは、あとで試したほうだけになる", async () => {
    const { trial, changes, thing } = await begin();
    trial.pick(thing(2));
    expect(trial.way).toBe("day");
    trial.typed = "2025-03-01";
    await trial.give();
    trial.pick(thing(3));
    await trial.choose(choice("no"));
    expect(changes.at(-1)).toEqual([{ key: "answer", value: "treatment_start:no" }]);
    await trial.remove(0);
    expect([trial.tried, changes.at(-1)]).toEqual([[], []]);
  });

  test("時刻はふつうの打ち方で読み、空では何もしない", async () => {
    const { trial, changes, thing } = await begin();
    trial.pick(thing(4));
    await trial.give();
    expect(trial.tried).toEqual([]);
    trial.typed = "１９３０";
    await trial.give();
    expect(changes.at(-1)).toEqual([{ key: "time", value: "2025-10-06:19:30" }]);
  });

  test("何を変えるかは、言葉のかけらでしぼる", async () => {
    const { trial } = await begin();
    trial.query = "10月6日 時刻";
    expect(trial.hits.map((h) => h.key.key)).toEqual(["time"]);
    trial.query = "左手";
    expect(trial.hits.map((h) => h.key.key)).toEqual(["site"]);
  });
});

describe("まだ保存しているうちに次の日へ移る", () => {
  test("前の日の返事は、次の日の受診に重ならない", async () => {
    const replies: (() => void)[] = [];
    const empty = monthOf({ attendances: [] });
    const answer = ({ form }: { form: AttendanceForm }) =>
      new Promise((resolve) => {
        replies.push(() =>
          resolve({ saved: true, id: 7, messages: [], view: monthOf({ attendances: [visitOf({ ...form, id: 7, revision: 1 }, [])] }) }),
        );
      });
    const { asked } = answerWith({
      month: () => empty,
      facility: () => ({ departments: ["整形外科"] }) as Commands["facility"][1],
      save_attendance: answer as never,
    });
    const desk = new VisitDesk();
    await desk.open({ screen: "visit", worker: 3, case: 1, day: "2025-10-14", field: null });
    desk.startVisit("2025-10-14", false);
    const first = desk.add({ code: "1" } as never);
    const second = desk.add({ code: "2" } as never);
    await new Promise((done) => setTimeout(done));
    desk.startVisit("2025-10-15", false);
    replies[0]?.();
    await first;
    expect(desk.form).toMatchObject({ id: null, day: "2025-10-15" });
    await new Promise((done) => setTimeout(done));
    replies[1]?.();
    await second;
    expect(desk.form).toMatchObject({ id: null, day: "2025-10-15", acts: [] });
    const sent = asked.filter((a) => a.command === "save_attendance").map((a) => (a.request as { form: AttendanceForm }).form);
    expect(sent.map((f) => [f.day, f.id, f.acts.map((a) => a.code)])).toEqual([
      ["2025-10-14", null, ["1"]],
      ["2025-10-14", 7, ["1", "2"]],
    ]);
  });
});
