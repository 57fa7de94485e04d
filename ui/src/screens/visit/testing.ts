/** A month, an act and a desk for tests: small answers in place of the program's. */
import { mockIPC } from "@tauri-apps/api/mocks";
import type { AttendanceForm, AttendanceView, CaseView, Commands, FoundHit, LineView, MonthView } from "../../backend/backend";
import { emptyAttendance } from "./words";

export function lineOf(change: Partial<LineView> = {}): LineView {
  return {
    acts: [], outcome: "charge", ja: "再診料", sites: "", amount: "", times: 1, points: 0, yen: 0, sentence: "理由です。",
    arithmetic: "", facts: [], rule: "M05 再診料", rule_id: "M05", cite: "I 5", check: false, question: "", question_ja: "", answer_kind: "",
    yes_no: false, choices: [], answer_text: "", answer_value: "", answers: [], case: 1, day: "2025-10-14", vouched_by: "", ...change,
  };
}

export function visitOf(form: Partial<AttendanceForm>, lines: LineView[] = []): AttendanceView {
  return {
    form: { ...emptyAttendance(1, "2025-10-14"), id: 7, revision: 1, ...form },
    day_ja: "令和7年10月14日(火)",
    seen_ja: "再診",
    lines,
    points: 0,
    yen: 1420,
  };
}

export function caseOf(change: Partial<CaseView> = {}): CaseView {
  return {
    case: 1, revision: 1, injured_on_ja: "令和7年10月3日", cause_ja: "業務災害", employer: "株式会社みほん木工",
    form_ja: "様式第5号", diseases: [], codings: [], coded: false, sites: ["左手第2指"],
    record: { revision: 0, course: "", disposition: "continuing", disposition_day: "", remarks: [], symptoms: [] },
    last_course: "", state: "draft", state_ja: "下書き", finalized_ja: "", ...change,
  };
}

export function monthOf(change: Partial<MonthView> = {}): MonthView {
  const days = Array.from({ length: 31 }, (_, i) => ({
    day: `2025-10-${String(i + 1).padStart(2, "0")}`,
    number: i + 1,
    weekday: ((i + 2) % 7) + 1,
    holiday: false,
    attendances: i === 13 ? 1 : 0,
    acts: 0,
    waiting: false,
  }));
  return {
    worker: 3, name: "切田　太郎", kana: "キリタ　タロウ", birth_ja: "昭和55年4月12日生　45歳", patient_number: "1001",
    month: "2025-10", month_ja: "令和7年10月", days, cases: [caseOf()], attendances: [visitOf({})], month_lines: [],
    documents: [], sums: [], total: 1420, problems: [], answers: [], can_undo: true, can_redo: false, ...change,
  };
}

export function actHit(change: Partial<FoundHit> = {}): FoundHit {
  return {
    kind: "act", code: "140000610", kubun: "J000", name: "創傷処置", class: 40, points: "52点", unit: "", note: "",
    asks_site: true, asks_area: true, asks_length: false, asks_quantity: false, asks_films: false, price: "", drug_use: "",
    refused: "", ...change,
  };
}

/** A drug as it is found. */
export function drugHit(change: Partial<FoundHit> = {}): FoundHit {
  return actHit({
    kind: "drug", code: "620098801", kubun: "", name: "ロキソニン錠６０ｍｇ", class: 0, points: "10.1円", unit: "錠", price: "10.1",
    drug_use: "internal", asks_site: false, asks_area: false, ...change,
  });
}

/** What a search answers. */
export function found(hits: FoundHit[], change: Partial<Commands["find"][1]> = {}): Commands["find"][1] {
  return { hits, total: hits.length, totals: [], sites: [], ...change };
}

type Answers = { [K in keyof Commands]?: (request: Commands[K][0]) => Commands[K][1] | Promise<Commands[K][1]> };

/** Answers commands, and remembers what was asked. What has no answer is refused quietly. */
export function answerWith(answers: Answers): { asked: { command: string; request: unknown }[] } {
  const asked: { command: string; request: unknown }[] = [];
  mockIPC((_, payload) => {
    const { command, request } = (payload as { call: { command: keyof Commands; request: never } }).call;
    asked.push({ command, request });
    const answer = answers[command] as ((request: never) => unknown) | undefined;
    if (answer) return answer(request);
    if (command === "draft") return { body: null };
    if (command === "save_draft" || command === "drop_draft") return {};
    throw { code: "refused", message: `${command}は試験にありません。`, place: null };
  });
  return { asked };
}
