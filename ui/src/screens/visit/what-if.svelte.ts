/** もしも: what is tried to be otherwise, and what the month would come to then. Nothing here is saved. */
import { rpc, type WhatIfChoice, type WhatIfKey, type WhatIfTarget, type WhatIfView } from "../../backend/backend";
import { ja } from "../../pure/era";
import { toKatakana } from "../../pure/kana";
import { foldWidth } from "../../pure/width";
import { Latest } from "../../state/latest";
import { readTime } from "../settings/time";

/** One thing of the month that can be otherwise. */
export interface Thing {
  id: string;
  /** What it is about: of several ways to change the same only the last is tried. */
  about: string;
  key: WhatIfKey;
  target: WhatIfTarget;
}

/** One thing that is tried otherwise. */
export interface Tried {
  thing: Thing;
  /** As the command wants it. */
  value: string;
  /** As people read it. */
  then: string;
}

/** `部位　10月6日(月) 1番目　創傷処置`. */
export function nameOf({ key, target }: Thing): string {
  return target.name.startsWith(key.name) ? target.name : `${key.name}　${target.name}`;
}

/** How the other value is given: by a digit, from a list, or typed. */
export type Way = "few" | "list" | "site" | "time" | "day";

/** Choices that have a digit each. */
const DIGITS = 9;

const fold = (text: string) => toKatakana(foldWidth(text)).toLowerCase().replace(/\s/g, "");

export class WhatIf {
  things = $state.raw<readonly Thing[]>([]);
  query = $state("");
  tried = $state.raw<readonly Tried[]>([]);
  view = $state.raw<WhatIfView | null>(null);
  /** What is being tried now. */
  thing = $state.raw<Thing | null>(null);
  /** What was typed for it. */
  typed = $state("");
  busy = $state(true);

  #latest = new Latest();

  constructor(
    private readonly worker: number,
    private readonly month: string,
    private readonly refused: (thrown: unknown) => void,
  ) {}

  readonly hits = $derived.by<readonly Thing[]>(() => {
    const parts = foldWidth(this.query).split(/\s+/).filter(Boolean).map(fold);
    return this.things.filter(({ key, target }) => parts.every((p) => fold(`${key.name}${target.name}${target.now}`).includes(p)));
  });

  readonly way = $derived.by<Way | null>(() => {
    const { thing } = this;
    if (!thing) return null;
    const { choices, typed } = thing.target;
    if (typed === "site" || typed === "time") return typed;
    if (choices.length === 0) return "day";
    return typed === "" && choices.length <= DIGITS ? "few" : "list";
  });

  readonly difference = $derived.by<number | null>(() => {
    const { before, after } = this.view ?? { before: null, after: null };
    return before === null || after === null ? null : after - before;
  });

  async load(): Promise<void> {
    try {
      const { keys } = await rpc("what_if_keys", { worker: this.worker, month: this.month });
      this.things = keys.flatMap((key) =>
        key.targets.map((target, i) => ({ id: `${key.key}:${i}`, about: `${key.key}:${target.value}`, key, target })),
      );
      await this.#compute();
    } catch (thrown) {
      this.refused(thrown);
    } finally {
      this.busy = false;
    }
  }

  pick(thing: Thing): void {
    this.thing = thing;
    this.query = "";
    this.typed = "";
  }

  /** Something else after all. */
  dropThing(): void {
    this.thing = null;
    this.typed = "";
  }

  choose(choice: WhatIfChoice): Promise<void> {
    return this.#tryIt(choice.value, choice.name);
  }

  /** What stands in the box; nothing happens while there is none. */
  async give(): Promise<void> {
    const typed = this.way === "time" ? readTime(this.typed) : this.typed.trim();
    if (typed !== "") await this.#tryIt(typed, this.way === "day" ? ja(typed) : typed);
  }

  async #tryIt(value: string, then: string): Promise<void> {
    const { thing } = this;
    if (!thing) return;
    const { target } = thing;
    const tried = { thing, value: `${target.value}${target.joint}${value}`, then };
    this.tried = [...this.tried.filter((t) => t.thing.about !== thing.about), tried];
    this.dropThing();
    await this.#compute();
  }

  async remove(at: number): Promise<void> {
    this.tried = this.tried.filter((_, i) => i !== at);
    await this.#compute();
  }

  async #compute(): Promise<void> {
    this.busy = true;
    const changes = this.tried.map(({ thing, value }) => ({ key: thing.key.key, value }));
    try {
      const view = await this.#latest.ask(() => rpc("what_if", { worker: this.worker, month: this.month, changes }));
      if (view === undefined) return;
      // Nothing tried is no fault, only nothing to compare.
      this.view = changes.length === 0 ? { ...view, problems: [] } : view;
      this.busy = false;
    } catch (thrown) {
      this.busy = false;
      this.refused(thrown);
    }
  }
}
