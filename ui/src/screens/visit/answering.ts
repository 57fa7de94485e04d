/** Questions that a key answers: what is asked on a line, and what was answered once. */
import type { GivenAnswer, LineView } from "../../backend/backend";
import { isAsked } from "./lines";

/** Characters of an answer in words, and of the reason of a いいえ. */
export const LONGEST = 100;

/** How it is answered: at once by はい, or with one of these beside it. */
export type AnswerKind = "yes_no" | "words" | "day" | "choice";

/** One question of a case and a day, answered or not. */
export interface Asked {
  case: number;
  day: string;
  question: string;
  ja: string;
  kind: AnswerKind;
  choices: readonly string[];
  /** What was said: `yes`, `no`, or nothing yet. */
  value: string;
  text: string;
}

const KINDS: readonly string[] = ["yes_no", "words", "day", "choice"] satisfies AnswerKind[];

function isKind(kind: string): kind is AnswerKind {
  return KINDS.includes(kind);
}

/** The question of a line, where it is settled by an answer and not by entering something anew. */
export function askedOn(line: LineView): Asked | null {
  if (!isAsked(line) || line.question === "" || !isKind(line.answer_kind)) return null;
  const { case: of, day, question, question_ja, choices } = line;
  return { case: of, day, question, ja: question_ja, kind: line.answer_kind, choices, value: "", text: "" };
}

/** The same question once more, with what was said. */
export function askedAgain(given: GivenAnswer): Asked {
  const { case: of, day, question, question_ja, choices, value, text } = given;
  return { case: of, day, question, ja: question_ja, kind: isKind(given.answer_kind) ? given.answer_kind : "yes_no", choices, value, text };
}
