/** From the month as it was answered to the rows on the screen. */
import type { ActForm, AttendanceView, GivenAnswer, LineView, MonthView } from "../../backend/backend";
import { formatNumber } from "../../pure/money";
import { DRUG_USES, GUIDED, nameOf, wordOf } from "./words";

/** One act in the middle. */
export interface ActRow {
  index: number;
  act: ActForm;
  name: string;
  /** 処置 薬剤 …, where the name alone does not say it. */
  kind: string;
  sites: readonly string[];
  /** 6cm², 3cm, 2枚, 5日分. */
  measure: string[];
  points: number | null;
  yen: number | null;
  /** Its amount stands in the row of another act. */
  within: number | null;
  /** Why nothing is charged for it. */
  refused: boolean;
  waiting: boolean;
}

function measureOf(act: ActForm): string[] {
  const parts = [
    act.area && `${act.area}cm²`,
    act.length && `${act.length}cm`,
    act.quantity,
    act.films && `${act.films}枚`,
    act.days && (act.drug_use === "as_needed" ? `${act.days}回分` : `${act.days}日分`),
    act.drugs.length === 0 && act.material && `${act.material.quantity}${act.material.unit}`,
    act.drugs.length === 1 && act.drugs[0] && `${act.drugs[0].quantity}${act.drugs[0].unit}`,
    act.wound && `創${act.wound}`,
    act.guided && wordOf(GUIDED, act.guided),
  ];
  return parts.filter((p): p is string => Boolean(p));
}

function kindOf(act: ActForm): string {
  if (act.drugs.length > 0) return wordOf(DRUG_USES, act.drug_use);
  if (act.material) return "材料";
  return act.unlisted ? "コードなし" : "";
}

/** The acts as entered with what each came to. A line of several acts stands with its first one. */
export function actRows(acts: readonly ActForm[], lines: readonly LineView[]): ActRow[] {
  return acts.map((act, index) => {
    const own = lines.filter((l) => l.acts.includes(index));
    const here = own.filter((l) => l.outcome === "charge" && Math.min(...l.acts) === index);
    const there = own.find((l) => l.outcome === "charge" && Math.min(...l.acts) !== index);
    const sum = (of: (l: LineView) => number) => here.reduce((total, l) => total + of(l), 0);
    return {
      index,
      act,
      // The row of the book may follow from the area: its own name is what was charged.
      name: act.code !== "" && here.length === 1 && here[0]?.ja ? here[0].ja : nameOf(act),
      kind: kindOf(act),
      sites: act.sites,
      measure: measureOf(act),
      points: here.some((l) => l.points !== 0) ? sum((l) => l.points) : null,
      yen: here.some((l) => l.yen !== 0) ? sum((l) => l.yen) : null,
      within: here.length === 0 && there ? Math.min(...there.acts) : null,
      refused: here.length === 0 && !there && own.some((l) => l.outcome === "refused"),
      waiting: own.some((l) => l.outcome === "needs_answer" || l.outcome === "unpriced"),
    };
  });
}

/** One line with its place on the screen. */
export interface ShownLine {
  key: string;
  line: LineView;
  attendance: AttendanceView | null;
}

export interface ShownGroup {
  id: "asked" | "day" | "month" | "refused" | "answers";
  ja: string;
  lines: ShownLine[];
}

export function isAsked(line: LineView): boolean {
  return line.outcome === "proposed" || line.outcome === "needs_answer" || line.outcome === "unpriced";
}

/** An answer that no line rests on, as a line of its own. */
function lineOfAnswer(given: GivenAnswer): LineView {
  return {
    acts: [], outcome: "answer", ja: given.question_ja, sites: "", amount: "", times: 1, points: 0, yen: 0,
    sentence: "この答えによる算定の行はありません。取り消すと、もう一度確かめます。", arithmetic: "", facts: [], rule: "", rule_id: "", cite: "",
    check: false, question: given.question, question_ja: given.question_ja, answer_kind: given.answer_kind, yes_no: false,
    choices: [], answer_text: given.text, answer_value: given.value, answers: [given], case: given.case, day: given.day,
    vouched_by: given.by,
  };
}

/** The fees of the visit itself, then the acts as they were entered. */
function inOrder(lines: ShownLine[]): ShownLine[] {
  const place = ({ line }: ShownLine) => (line.acts.length === 0 ? -1 : Math.min(...line.acts));
  return lines.toSorted((a, b) => place(a) - place(b));
}

/** What somebody must decide comes first, then what is charged, then what is not. */
export function groupsOf(view: MonthView, selected: AttendanceView | null): ShownGroup[] {
  const seen = new Map<string, number>();
  // By what the line is about, so that the arrows stay on it when lines come and go above.
  const keyOf = (line: LineView, attendance: AttendanceView | null): string => {
    const key = `${attendance?.form.id ?? "month"}:${line.ja}:${line.acts.join()}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 1 ? key : `${key}:${times}`;
  };
  const of = (attendance: AttendanceView | null, lines: readonly LineView[]): ShownLine[] =>
    lines.map((line) => ({ key: keyOf(line, attendance), line, attendance }));
  const own = selected ? of(selected, selected.lines) : [];
  const others = view.attendances.filter((a) => a !== selected).flatMap((a) => of(a, a.lines));
  const month = of(null, view.month_lines);
  const here = [...own, ...month];
  const groups: ShownGroup[] = [
    { id: "asked", ja: "確かめてください", lines: [...here, ...others].filter((s) => isAsked(s.line)) },
    { id: "day", ja: selected ? `${selected.day_ja}の算定` : "算定", lines: inOrder(own.filter((s) => s.line.outcome === "charge")) },
    { id: "month", ja: "この月の算定", lines: month.filter((s) => s.line.outcome === "charge") },
    { id: "refused", ja: "算定しなかったもの", lines: here.filter((s) => s.line.outcome === "refused") },
    { id: "answers", ja: "そのほかの答え", lines: of(null, view.answers.filter((given) => given.loose).map(lineOfAnswer)) },
  ];
  return groups.filter((g) => g.lines.length > 0);
}

/** What the last key changed. */
export interface Change {
  points: number;
  yen: number;
}

export function changeOf(before: MonthView | null, after: MonthView): Change | null {
  if (!before || before.worker !== after.worker || before.month !== after.month) return null;
  const points = (view: MonthView) => view.sums.reduce((sum, s) => sum + s.points, 0);
  const change = { points: points(after) - points(before), yen: after.total - before.total };
  return change.points === 0 && change.yen === 0 ? null : change;
}

/** `+1,272円`, `-380円`. */
export function signed(amount: number): string {
  return amount < 0 ? `−${formatNumber(-amount)}` : `+${formatNumber(amount)}`;
}
