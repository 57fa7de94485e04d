/**
 * Who sits at the desk and which screen is open. Screens move on by `session.go(goto)` and say what a command refused
 * by `session.refused(thrown)`; nothing else is shared between them.
 */
import { tick } from "svelte";
import { actAs, type ApiError, asApiError, type Goto, rpc, type Status } from "../backend/backend";
import { setToday } from "../fields/clock.svelte";
import { commitFocused } from "../keys";
import { notices } from "../parts";

export const SCREENS = ["start", "setup", "today", "intake", "visit", "papers", "month", "settings"] as const;
export type Screen = (typeof SCREENS)[number];

/**
 * Where to go. `screen` is one of {@link SCREENS}, or `diseases`, which is the visit screen with `field: "diseases"`.
 * `day` of a visit is a day `2025-10-03`, or a month `2025-10` where no day is meant.
 * `field` of an intake is a field's id, or `form:5` for a new case; of a visit also `new` (a new attendance today),
 * `document`, `diseases` or a place such as `acts.2.area`; of papers `new:guidance_1` or `id:12`.
 */
export type Target = Partial<Omit<Goto, "screen">> & { screen: string };

const NOWHERE: Goto = { screen: "start", worker: null, case: null, day: null, field: null };

function gotoOf(target: Target): Goto {
  const goto: Goto = { ...NOWHERE, ...target };
  return goto.screen === "diseases" ? { ...goto, screen: "visit", field: goto.field ?? "diseases" } : goto;
}

function isScreen(name: string): name is Screen {
  return (SCREENS as readonly string[]).includes(name);
}

class Session {
  /** As the program last said; null until it has answered once. */
  status = $state.raw<Status | null>(null);
  /** Where the open screen was asked to go. */
  goto = $state.raw<Goto>(NOWHERE);
  /** Counts the jumps, so that the same place asked for twice opens twice. */
  jump = $state(0);
  /** Counts the files opened, so that nothing of one clinic stays on the screen of another. */
  opened = $state(0);
  /** Who should be asked for now. */
  asksActor = $state(false);
  /** Nothing goes on until it was answered: somebody else may sit here now. */
  mustAct = $state(false);

  #actor = $state("");
  #trail: Goto[] = [];
  /** The notice that somebody must say who acts. */
  #asked = 0;
  #leaving = new Set<() => void | Promise<void>>();

  /** The screen to show. */
  screen = $derived<Screen>(isScreen(this.goto.screen) ? this.goto.screen : "today");
  /** Whether the passphrase stands before everything. */
  covered = $derived(this.status?.state !== "open");

  get actor(): string {
    return this.#actor;
  }

  /** Names of the staff who may act. */
  get staff(): string[] {
    return this.status?.staff.map((s) => s.name) ?? [];
  }

  /** Today by the program's calendar: `2025-10-17`. */
  get today(): string {
    return this.status?.today ?? "";
  }

  act(name: string): void {
    this.#actor = name;
    this.asksActor = this.mustAct = false;
    actAs(name);
    notices.close(this.#asked);
  }

  /** Opens a screen. The way there is kept, so that Esc leads back. */
  go(target: Target): void {
    this.#trail = [...this.#trail.slice(-9), this.goto];
    this.#open(gotoOf(target));
  }

  /** Back to where the person came from; to today where that is not known. */
  back(): void {
    const before = this.#trail.findLast((g) => g.screen === "month" && this.screen !== "month");
    this.#trail = [];
    this.#open(before ?? gotoOf({ screen: "today" }));
  }

  /** Keeps for the way back what the open screen shows now, such as another month. */
  remember(change: Partial<Goto>): void {
    this.goto = { ...this.goto, ...change };
  }

  #open(goto: Goto): void {
    this.goto = goto;
    this.jump += 1;
  }

  /** Called before the desk is covered: the place to save what was typed. Returns what takes it away. */
  beforeCover(save: () => void | Promise<void>): () => void {
    this.#leaving.add(save);
    return () => this.#leaving.delete(save);
  }

  /** Asks the program how things stand. */
  async refresh(): Promise<void> {
    this.take(await rpc("status", {}));
  }

  /** Takes a status the program answered. */
  take(status: Status): void {
    const before = this.status;
    this.status = status;
    if (status.today) setToday(status.today);
    if (status.state !== "open") {
      // Of the demo clinic nothing stays, not even beneath the cover.
      if (before?.demo) this.opened = 0;
      return;
    }
    const another = before === null || before.path !== status.path || before.demo !== status.demo || this.opened === 0;
    if (another) this.#begin(status);
    else if (before.state !== "open" || (this.staff.length > 0 && !this.staff.includes(this.actor))) this.#askActor();
  }

  /** A file was opened that was not open before. */
  #begin(status: Status): void {
    this.#trail = [];
    this.opened += 1;
    this.act("");
    this.#open(gotoOf({ screen: status.facility_ready ? "today" : "setup" }));
    this.#askActor();
  }

  #askActor(): void {
    const { staff } = this;
    if (staff.length === 1) this.act(staff[0] ?? "");
    else this.asksActor = this.mustAct = staff.length > 1;
  }

  /** Covers the desk; what was typed stays beneath it. */
  async lock(): Promise<void> {
    if (this.covered) return;
    commitFocused();
    await tick();
    await Promise.allSettled([...this.#leaving].map((save) => save()));
    try {
      this.take(await rpc("lock", {}));
    } catch (thrown) {
      this.refused(thrown);
    }
  }

  /** Says what a command refused, in its own sentence, and does what the code asks. Nothing typed is touched. */
  refused(thrown: unknown): ApiError {
    const error = asApiError(thrown);
    if (error.code === "locked") {
      if (this.status) this.status = { ...this.status, state: "locked", message: "" };
      return error;
    }
    const id = notices.fail({ what: error.message });
    if (error.code === "actor" && this.staff.length > 0) {
      this.asksActor = true;
      this.#asked = id;
      // The list of staff may be another one by now.
      void this.refresh().catch(() => undefined);
    }
    return error;
  }
}

export const session = new Session();
export type { Session };
