/** The lines beside the acts, walked one by one, and the questions among them. */
import { asApiError, type GivenAnswer, rpc } from "../../backend/backend";
import type { Message } from "../../fields";
import { session } from "../../state/session.svelte";
import { type Asked, askedAgain, askedOn } from "./answering";
import { groupsOf, type ShownLine } from "./lines";
import type { VisitDesk } from "./state.svelte";

/** The box of the act that a question is answered in. */
const BOXES: Record<string, string> = { act_site: "sites", finger: "sites", area: "area", continuous: "continuous" };

/** The box beneath a line in which an answer is written. */
export interface Writing {
  /** Key of the line. */
  key: string;
  asked: Asked;
  /** はい with words, a day or a choice; いいえ with a reason. */
  value: "yes" | "no";
}

export class Why {
  /** Key of the line the arrows stand on. */
  selected = $state<string | null>(null);
  /** Who vouches for the answers; empty: who acts. */
  vouches = $state("");
  /** What stands in the box of the answer, as typed. */
  typed = $state("");
  message = $state.raw<Message | null>(null);

  #writing = $state.raw<Writing | null>(null);

  constructor(private readonly desk: VisitDesk) {}

  groups = $derived.by(() => (this.desk.view ? groupsOf(this.desk.view, this.desk.attendance) : []));
  lines = $derived(this.groups.flatMap((g) => g.lines));
  current = $derived<ShownLine | null>(this.lines.find((l) => l.key === this.selected) ?? null);
  /** Questions that a key answers, the open attendance's first. */
  questions = $derived(this.lines.filter((s) => askedOn(s.line) !== null));
  /** The box that is open; gone with its line. */
  writing = $derived(this.lines.some((l) => l.key === this.#writing?.key) ? this.#writing : null);

  get by(): string {
    return this.vouches || session.actor;
  }

  /** The question that Y and N answer now: the one under the arrows, else the first that one key settles, else the first. */
  get asked(): ShownLine | null {
    const { questions } = this;
    return questions.find((q) => q.key === this.selected) ?? questions.find((q) => q.line.yes_no) ?? questions[0] ?? null;
  }

  move(by: number): void {
    const at = this.lines.findIndex((l) => l.key === this.selected);
    const to = Math.max(0, Math.min(this.lines.length - 1, at < 0 ? 0 : at + by));
    this.selected = this.lines[to]?.key ?? null;
  }

  /** Stands on the line of an act. */
  showAct(index: number): void {
    const own = this.lines.find((s) => s.attendance === this.desk.attendance && s.line.acts.includes(index));
    if (own) this.selected = own.key;
  }

  /** Stands on the line that says this; else on the first question of the open day, else on the first one. */
  showSentence(sentence: string): void {
    const { attendance } = this.desk;
    const found =
      this.lines.find((s) => s.line.sentence === sentence && s.attendance === attendance) ??
      this.lines.find((s) => s.line.sentence === sentence) ??
      this.questions.find((s) => s.attendance === attendance) ??
      this.questions[0];
    if (found) this.selected = found.key;
  }

  /** はい or いいえ by one key. はい with something to write opens the box for it. */
  async say(value: "yes" | "no", shown: ShownLine | null = this.asked): Promise<void> {
    const asked = shown && askedOn(shown.line);
    if (!shown || !asked) return;
    if (value === "yes" && asked.kind !== "yes_no") this.#write({ key: shown.key, asked, value });
    else await this.#send(asked, value, "");
  }

  /** One of the choices by its number, from 0. */
  async choose(index: number, shown: ShownLine | null = this.asked): Promise<void> {
    const asked = shown && askedOn(shown.line);
    const choice = asked?.kind === "choice" ? asked.choices[index] : undefined;
    if (asked && choice !== undefined) await this.#send(asked, "yes", choice);
  }

  /** いいえ with a reason: opens the line for it. */
  giveReason(shown: ShownLine | null = this.asked): void {
    const asked = shown && askedOn(shown.line);
    if (shown && asked) this.#write({ key: shown.key, asked, value: "no" });
  }

  /** Once more: what was answered, or the reason of a いいえ, stands in the box again. */
  writeAgain(key: string, given: GivenAnswer, value: "yes" | "no"): void {
    this.#write({ key, asked: askedAgain(given), value });
  }

  /** The other of はい and いいえ, where no words go with it. */
  async turn(given: GivenAnswer): Promise<void> {
    await this.#send(askedAgain(given), given.value === "yes" ? "no" : "yes", "");
  }

  #write(writing: Writing): void {
    this.selected = writing.key;
    this.typed = writing.asked.value === writing.value ? writing.asked.text : "";
    this.message = null;
    this.#writing = writing;
  }

  stopWriting(): void {
    this.#writing = null;
    this.message = null;
  }

  /** Enter in the box. True where it was kept; else what was typed stands there, with the reason. */
  async give(): Promise<boolean> {
    const { writing } = this;
    if (!writing) return false;
    const kept = await this.#send(writing.asked, writing.value, this.typed);
    if (kept && this.#writing === writing) this.stopWriting();
    return kept;
  }

  /** The question is asked anew. */
  async takeBack(given: GivenAnswer): Promise<void> {
    if (await this.#send(askedAgain(given), "", "")) this.stopWriting();
  }

  #send(asked: Asked, value: "yes" | "no" | "", text: string): Promise<boolean> {
    const { view } = this.desk;
    if (!view) return Promise.resolve(false);
    const { case: of, day, question } = asked;
    return this.desk.queue.add(async () => {
      try {
        this.desk.take(await rpc("answer", { case: of, month: view.month, day, question, value, text, by: this.by }));
        return true;
      } catch (thrown) {
        const error = asApiError(thrown);
        // What is wrong with the words is said beside them.
        if (error.place === "text" && this.#writing !== null) this.message = { severity: "blocks", text: error.message };
        else this.desk.refused(thrown);
        return false;
      }
    });
  }

  /** Enter on a line: its answer is written, or what is asked of an act is mended there. */
  async open(shown: ShownLine | null = this.current): Promise<void> {
    if (!shown) return;
    const asked = askedOn(shown.line);
    if (asked && asked.kind !== "yes_no" && !this.desk.frozen) return this.#write({ key: shown.key, asked, value: "yes" });
    const index = shown.line.acts[0];
    if (index === undefined) return;
    if (shown.attendance && shown.attendance !== this.desk.attendance) await this.desk.moveTo(shown.attendance);
    this.desk.tab = "acts";
    // A comment is entered in the 摘要 of its act.
    if (shown.line.question === "act_comment" && !this.desk.frozen) this.desk.dialog = { kind: "remark", index };
    else this.desk.editAct(index, BOXES[shown.line.question] ?? "");
  }
}
