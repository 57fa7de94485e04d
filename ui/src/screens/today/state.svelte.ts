/** What the today screen knows: the day, and who is being looked for. */
import { type CaseHit, type Goto, rpc, type Today, type WorkerHit } from "../../backend/backend";
import { session, type Target } from "../../state/session.svelte";

export interface Chosen {
  worker: number;
  case: number | null;
  name: string;
  /** Month of the last visit, or empty. */
  last: string;
}

export class TodayState {
  view = $state.raw<Today | null>(null);
  query = $state("");
  hits = $state.raw<readonly WorkerHit[]>([]);
  /** Still waiting for the answer to what stands in the box. */
  searching = $state(false);
  /** Place in the hits. */
  at = $state(0);
  /** Place in the cases of the hit. */
  caseAt = $state(0);
  /** Key of the arrival the arrows stand on. */
  arrival = $state<string | null>(null);

  #asked = 0;

  readonly looking = $derived(this.query.trim() !== "");
  readonly hit = $derived<WorkerHit | undefined>(this.hits[this.at]);
  readonly picked = $derived<CaseHit | undefined>(this.hit?.cases[this.caseAt]);

  /** Whom F3 and F4 speak of: the hit, or the arrival the arrows stand on. */
  readonly chosen = $derived.by<Chosen | null>(() => {
    if (this.looking) {
      if (!this.hit) return null;
      return { worker: this.hit.worker, case: this.picked?.case ?? null, name: this.hit.name, last: this.picked?.last_month ?? "" };
    }
    const came = this.view?.arrivals.find((a) => `${a.attendance}` === this.arrival);
    return came ? { worker: came.worker, case: came.case, name: came.name, last: session.today.slice(0, 7) } : null;
  });

  async load(): Promise<void> {
    try {
      this.view = await rpc("today", {});
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Searches as the keys are pressed; an answer that comes after a later one is dropped. */
  async search(text: string): Promise<void> {
    this.query = text;
    this.#asked += 1;
    const mine = this.#asked;
    if (!this.looking) {
      this.#show([]);
      return;
    }
    this.searching = true;
    try {
      const { hits } = await rpc("search", { text });
      if (mine === this.#asked) this.#show(hits);
    } catch (thrown) {
      if (mine === this.#asked) this.searching = false;
      session.refused(thrown);
    }
  }

  #show(hits: readonly WorkerHit[]): void {
    this.hits = hits;
    this.at = this.caseAt = 0;
    this.searching = false;
  }

  walk(step: number): void {
    const to = Math.min(Math.max(this.at + step, 0), this.hits.length - 1);
    if (to === this.at) return;
    this.at = to;
    this.caseAt = 0;
  }

  /** True where there was another case to step to. */
  stepCase(step: number): boolean {
    const to = this.caseAt + step;
    if (to < 0 || to >= (this.hit?.cases.length ?? 0)) return false;
    this.caseAt = to;
    return true;
  }

  pick(at: number, caseAt = 0): void {
    this.at = at;
    this.caseAt = caseAt;
  }
}

/** Where a worker's month is entered: the month of the last visit, else the current one. */
export function visitOf(chosen: Chosen): Target {
  return { screen: "visit", worker: chosen.worker, case: chosen.case, day: chosen.last || session.today.slice(0, 7) };
}

/** A new attendance today, or a document. */
export function newOf(chosen: Chosen, field: "new" | "document"): Target {
  return { screen: "visit", worker: chosen.worker, case: chosen.case, day: session.today, field };
}

/** Where something typed and not saved goes on. */
export function draftTarget(key: string, body: string | null): Target | null {
  const kept = gotoIn(body);
  if (kept) return kept;
  const [screen, which, form] = key.split(":");
  if (screen === "settings") return { screen: "settings" };
  if (screen === "intake" && which === "new") return { screen: "intake", field: `form:${form ?? "5"}` };
  const number = Number(which);
  if (screen === "intake" && Number.isInteger(number)) return { screen: "intake", case: number };
  return null;
}

/** A screen may keep in its draft where it stood. */
function gotoIn(body: string | null): Goto | null {
  try {
    const { goto } = JSON.parse(body ?? "{}") as { goto?: Goto };
    return goto && typeof goto.screen === "string" ? goto : null;
  } catch {
    return null;
  }
}
