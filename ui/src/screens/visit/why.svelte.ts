/** The lines beside the acts, walked one by one, and the questions among them. */
import { type LineView, rpc } from "../../backend/backend";
import { session } from "../../state/session.svelte";
import { groupsOf, isAsked, type ShownLine } from "./lines";
import type { VisitDesk } from "./state.svelte";

/** The box of the act that a question is answered in. */
const BOXES: Record<string, string> = { act_site: "sites", finger: "sites", area: "area", continuous: "continuous" };

export class Why {
  /** Key of the line the arrows stand on. */
  selected = $state<string | null>(null);
  /** Who vouches for the answers; empty: who acts. */
  vouches = $state("");

  constructor(private readonly desk: VisitDesk) {}

  groups = $derived.by(() => (this.desk.view ? groupsOf(this.desk.view, this.desk.attendance) : []));
  lines = $derived(this.groups.flatMap((g) => g.lines));
  current = $derived<ShownLine | null>(this.lines.find((l) => l.key === this.selected) ?? null);
  /** Questions that a key answers, the open attendance's first. */
  questions = $derived(this.lines.filter((s) => isAsked(s.line) && s.line.yes_no && s.line.question !== ""));

  get by(): string {
    return this.vouches || session.actor;
  }

  /** The question that Y and N answer now: the one under the arrows, else the first. */
  get asked(): ShownLine | null {
    return this.questions.find((q) => q.key === this.selected) ?? this.questions[0] ?? null;
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

  async answer(value: "yes" | "no" | "", shown: ShownLine | null = this.asked): Promise<void> {
    const view = this.desk.view;
    if (!view || !shown || shown.line.question === "") return;
    const { line } = shown;
    await this.desk.queue.add(async () => {
      try {
        const answered = await rpc("answer", {
          case: line.case,
          month: view.month,
          day: line.day,
          question: line.question,
          value,
          by: this.by,
        });
        this.desk.take(answered);
      } catch (thrown) {
        this.desk.refused(thrown);
      }
    });
  }

  /** Enter on a line: what is asked of an act is mended there. */
  async open(shown: ShownLine | null = this.current): Promise<void> {
    const index = shown?.line.acts[0];
    if (!shown || index === undefined) return;
    if (shown.attendance && shown.attendance !== this.desk.attendance) await this.desk.moveTo(shown.attendance);
    this.desk.tab = "acts";
    this.desk.editAct(index, BOXES[shown.line.question] ?? "");
  }

  /** Whether somebody answered for this line, so that it can be taken back. */
  answeredBy(line: LineView): string {
    return line.question !== "" && !isAsked(line) ? line.vouched_by : "";
  }
}
