/** The rule book while it is read: which rules there are, and the page that is open. */
import { rpc, type RuleEntry, type RulePage } from "../../backend/backend";
import { toKatakana } from "../../pure/kana";
import { foldWidth } from "../../pure/width";
import { Latest } from "../../state/latest";
import { session } from "../../state/session.svelte";

class BookAsk {
  /** Whether it lies open. */
  shown = $state(false);
  /** Page asked for; empty: the list. */
  id = $state("");

  /** Opens it over whatever is shown; closed, everything stands as it was. */
  open(id = ""): void {
    this.id = id;
    this.shown = true;
  }

  close(): void {
    this.shown = false;
  }
}

/** Who opens the book says so here. */
export const book = new BookAsk();

const fold = (text: string) => toKatakana(foldWidth(text)).toLowerCase();

/** As the manual has them: M01 …, then those of 健保 by their number. They are computed in another order. */
function byNumber(a: RuleEntry, b: RuleEntry): number {
  const series = (id: string) => "MK".indexOf(id.charAt(0));
  return series(a.id) - series(b.id) || Number(a.id.slice(1)) - Number(b.id.slice(1));
}

export class Book {
  query = $state("");
  rules = $state.raw<readonly RuleEntry[]>([]);
  page = $state.raw<RulePage | null>(null);
  /** The rule the list stands on. */
  selected = $state("");
  /** The list has been read. */
  read = $state(false);

  #latest = new Latest();

  readonly hits = $derived.by<readonly RuleEntry[]>(() => {
    const parts = fold(this.query).split(/\s+/).filter(Boolean);
    return this.rules.filter((r) => parts.every((part) => fold(`${r.id} ${r.name} ${r.line} ${r.cite}`).includes(part)));
  });

  async load(id: string): Promise<void> {
    try {
      this.rules = (await rpc("rulebook", {})).rules.toSorted(byNumber);
      this.read = true;
      await this.show(this.rules.find((r) => r.id === id)?.id ?? this.rules[0]?.id ?? "");
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Opens a page; the last one asked for is shown. */
  async show(id: string): Promise<void> {
    this.selected = id;
    if (id === "") return;
    try {
      const page = await this.#latest.ask(() => rpc("rule_page", { id }));
      if (page) this.page = page;
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  search(text: string): void {
    this.query = text;
    const first = this.hits[0];
    if (first && !this.hits.some((r) => r.id === this.selected)) void this.show(first.id);
  }

  /** The rule above or below in the list. */
  async step(by: number): Promise<void> {
    const at = this.hits.findIndex((r) => r.id === this.selected);
    const to = this.hits[Math.min(Math.max(at + by, 0), this.hits.length - 1)];
    if (to && to.id !== this.selected) await this.show(to.id);
  }
}
