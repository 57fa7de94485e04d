/** The month that is being closed. */
import { type BundleView, type CloseView, type FaultView, type Goto, rpc, type StatementRow } from "../../backend/backend";
import { foldWidth } from "../../pure/width";
import { toKatakana } from "../../pure/kana";
import { session } from "../../state/session.svelte";
import { claimItem, type SheetItem, statementItem } from "../sheets/jobs";

/** A line of the list: a statement, or a fault beneath it. */
export type Node =
  | { key: string; row: StatementRow; fault: null }
  | { key: string; row: StatementRow; fault: FaultView };

export interface Work {
  label: string;
  done: number;
  max: number;
  detail: string;
}

/** One value that drafts of the month wait for. */
export interface WaitingValue {
  id: string;
  /** 再診料. */
  name: string;
  /** The statements. */
  names: readonly string[];
  goto: Goto;
}

/** Id of the value a fault is about: its jump leads to the settings. */
export function valueOf(fault: FaultView): string | null {
  return /^values:(.+)$/.exec(fault.goto.field ?? "")?.[1] ?? null;
}

/** Faults of a 確定 statement that a value changed afterwards would change. */
export function revalued(row: StatementRow): readonly FaultView[] {
  return row.faults.filter((fault) => fault.severity !== "blocks" && valueOf(fault) !== null);
}

/** Months before and after `2025-10`. */
export function monthPlus(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const all = year * 12 + (number - 1) + by;
  return `${Math.floor(all / 12)}-${String((all % 12) + 1).padStart(2, "0")}`;
}

const fold = (text: string) => toKatakana(foldWidth(text)).replace(/\s/g, "");

export class MonthState {
  month = $state("");
  view = $state.raw<CloseView | null>(null);
  loading = $state(false);
  /** Part of a name or kana. */
  name = $state("");
  /** A state, or empty. */
  only = $state("");
  /** Cases whose faults are not shown. */
  folded = $state.raw<ReadonlySet<number>>(new Set());
  marked = $state.raw<ReadonlySet<number>>(new Set());
  /** Key of the line the arrows stand on. */
  at = $state("");
  work = $state.raw<Work | null>(null);

  #stopped = false;

  readonly rows = $derived.by<readonly StatementRow[]>(() => {
    const part = fold(this.name);
    return (this.view?.rows ?? []).filter(
      (row) => (this.only === "" || row.state === this.only) && (part === "" || fold(row.name + row.kana).includes(part)),
    );
  });

  readonly nodes = $derived<readonly Node[]>(
    this.rows.flatMap((row) => [
      { key: `${row.case}`, row, fault: null },
      ...(this.folded.has(row.case) ? [] : row.faults.map((fault, i) => ({ key: `${row.case}.${i}`, row, fault }))),
    ]),
  );

  /** Values named by faults, those most statements wait for first. */
  readonly values = $derived.by<readonly WaitingValue[]>(() => {
    const found = new Map<string, WaitingValue>();
    for (const row of this.view?.rows ?? []) {
      for (const fault of row.faults) {
        const id = valueOf(fault);
        if (id === null || fault.severity !== "blocks") continue;
        const before = found.get(id);
        const names = [...(before?.names ?? []), row.name];
        const { goto } = before ?? fault;
        found.set(id, { id, name: fault.place.replace(/^料金表の値・/, ""), names: [...new Set(names)], goto });
      }
    }
    return [...found.values()].toSorted((a, b) => b.names.length - a.names.length);
  });

  readonly place = $derived(Math.max(0, this.nodes.findIndex((n) => n.key === this.at)));
  readonly node = $derived<Node | undefined>(this.nodes[this.place]);

  /** What the keys act on: the marked rows, else the one the arrows stand on. */
  readonly chosen = $derived.by<readonly StatementRow[]>(() => {
    const marked = this.rows.filter((row) => this.marked.has(row.case));
    return marked.length > 0 ? marked : this.node ? [this.node.row] : [];
  });

  readonly ready = $derived((this.view?.rows ?? []).filter((row) => row.state === "checked"));
  readonly finalizable = $derived(this.chosen.filter((row) => row.state === "checked"));
  readonly liftable = $derived(this.chosen.find((row) => row.state === "finalized"));

  async load(month: string): Promise<void> {
    this.month = month;
    this.loading = true;
    try {
      const view = await rpc("close", { month });
      if (this.month === month) this.take(view);
    } catch (thrown) {
      session.refused(thrown);
    } finally {
      if (this.month === month) this.loading = false;
    }
  }

  take(view: CloseView): void {
    const another = view.month !== this.view?.month;
    this.view = view;
    if (!another) return;
    this.marked = new Set();
    // Faults that block stand open; what is only to be looked at opens with →.
    this.folded = new Set(view.rows.filter((row) => !row.faults.some((f) => f.severity === "blocks")).map((row) => row.case));
    this.#stand();
  }

  /** Where the person stood before; a fault that is mended gives its statement. */
  #stand(): void {
    const row = this.view?.rows.find((r) => `${r.case}` === this.at.split(".")[0]);
    if (row && this.at.includes(".")) this.fold(row, false);
    if (this.nodes.some((n) => n.key === this.at)) return;
    this.at = row ? `${row.case}` : (this.nodes[0]?.key ?? "");
  }

  fold(row: StatementRow, folded: boolean): void {
    const next = new Set(this.folded);
    if (folded) next.add(row.case);
    else next.delete(row.case);
    this.folded = next;
    if (folded) this.at = `${row.case}`;
  }

  mark(row: StatementRow): void {
    const next = new Set(this.marked);
    if (!next.delete(row.case)) next.add(row.case);
    this.marked = next;
  }

  /** To the next fault below the line the arrows stand on, from the last one to the first. */
  nextFault(): void {
    const places = this.rows.flatMap((row) => row.faults.map((_, i) => ({ row, key: `${row.case}.${i}` })));
    const here = places.findIndex((p) => p.key === this.at);
    const below = this.rows.slice(this.rows.findIndex((row) => row.case === this.node?.row.case));
    const next = here >= 0 ? places[here + 1] : places.find((p) => below.includes(p.row));
    const found = next ?? places[0];
    if (!found) return;
    this.fold(found.row, false);
    this.at = found.key;
  }

  /** One after the other, so that it can be stopped; what is done stays done. */
  async finalize(rows: readonly StatementRow[]): Promise<number> {
    this.#stopped = false;
    let done = 0;
    try {
      for (const row of rows) {
        if (this.#stopped) break;
        this.work = { label: "確定しています", done, max: rows.length, detail: row.name };
        this.take(await rpc("finalize", { case: row.case, month: this.month }));
        done += 1;
      }
    } catch (thrown) {
      if (session.refused(thrown).code === "stale") void this.load(this.month);
    } finally {
      this.work = null;
    }
    this.marked = new Set();
    return done;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** True where it was lifted. */
  async lift(row: StatementRow, reason: string): Promise<boolean> {
    try {
      this.take(await rpc("lift", { case: row.case, month: this.month, reason }));
      return true;
    } catch (thrown) {
      if (session.refused(thrown).code === "stale") void this.load(this.month);
      return false;
    }
  }

  statements(rows: readonly StatementRow[]): SheetItem[] {
    return rows.map((row) => statementItem(this.month, row));
  }

  claims(bundles: readonly BundleView[]): SheetItem[] {
    return bundles.map((bundle) => claimItem(this.month, bundle));
  }
}
