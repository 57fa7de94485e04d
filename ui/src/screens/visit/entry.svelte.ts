/** The entry line: an act is found, what it needs is asked in turn, then it is added. Drugs, materials and sets open a dialog. */
import { type ActForm, type FieldMessage, type FoundHit, type FoundHits, rpc, type SiteHit } from "../../backend/backend";
import type { Message } from "../../fields";
import { parseNumber } from "../../pure/number";
import { Finder } from "../../state/finder.svelte";
import { Queue } from "../../state/latest";
import { type Ask, actOf, askAfter, askBefore, asksOf, isNumber, offerOf, type PickedSite, placeOf, questionsOf, siteOffers } from "./questions";
import { emptyAct } from "./words";

/** What the entry line needs of the desk. */
export interface EntryHost {
  readonly day: string;
  readonly caseId: number | null;
  /** Entered acts, the latest first. */
  before(): readonly ActForm[];
  /** Sites hurt. */
  hurt(): readonly string[];
  /** Adds the act; what is wrong with it, or nothing. `null`: it could not be saved at all. */
  add(act: ActForm): Promise<readonly FieldMessage[] | null>;
  /** Opens the dialog of a drug, a material or a set. */
  enter(hit: FoundHit): void;
  refused(thrown: unknown): void;
  /** What was refused is given up. */
  giveUp(): void;
}

/** As it is kept against a crash. */
export interface EntryDraft {
  text: string;
  hit: FoundHit | null;
  act: ActForm;
  picked: PickedSite[];
  ask: Ask | null;
  answer: string;
}

/** A site of the list: one of the program's, or one offered from what was entered before (perhaps several together). */
export interface SiteChoice {
  label: string;
  picked: PickedSite[];
}

/** Digits behind the point that a box takes. */
export const DECIMALS: Partial<Record<Ask, number>> = { area: 2, length: 2 };

export class Entry {
  readonly acts: Finder<FoundHit>;
  readonly sites: Finder<SiteChoice>;

  hit = $state.raw<FoundHit | null>(null);
  act = $state.raw<ActForm>(emptyAct());
  picked = $state.raw<readonly PickedSite[]>([]);
  ask = $state<Ask | null>(null);
  /** What stands in the box of a number that is asked. */
  answer = $state("");
  message = $state.raw<Message | null>(null);
  /** How many acts are on their way. */
  adding = $state(0);
  /** It stood here before, and was brought back. */
  restored = $state(false);
  /** Goes up when the focus belongs to the line again. */
  calls = $state(0);

  /** What the program answered beside the hits. */
  readonly #answers = new WeakMap<readonly FoundHit[], FoundHits>();
  #factors: Promise<ReadonlyMap<string, string>> = Promise.resolve(new Map());
  /** Sites of another factor, for an act of their own. */
  #rest: readonly PickedSite[] = [];
  #steps = new Queue();
  /** What was being typed when an act before it came back with a fault. */
  #aside = "";

  constructor(private readonly host: EntryHost) {
    const refused = (thrown: unknown) => host.refused(thrown);
    this.acts = new Finder((text) => this.#find(text), refused);
    this.sites = new Finder((text) => this.#findSite(text), refused, () => this.offers);
  }

  get busy(): boolean {
    return this.hit !== null || this.acts.text.trim() !== "";
  }

  /** Sites offered before anything is typed. */
  get offers(): SiteChoice[] {
    const choices = siteOffers(this.hit?.code ?? "", this.host.before(), this.host.hurt()).map((sites) => ({
      label: sites.join("、"),
      picked: sites.map((site) => ({ site, factor: "" })),
    }));
    return this.picked.length > 0 ? choices.filter((c) => !c.picked.every((p) => this.#has(p.site))) : choices;
  }

  #has(site: string): boolean {
    return this.picked.some((p) => p.site === site);
  }

  /** What this worker had before stands first: it is what is meant most often. Only a set by its abbreviation goes before. */
  async #find(text: string): Promise<readonly FoundHit[]> {
    const answer = await rpc("find", { text, day: this.host.day, case: this.host.caseId, kinds: [] });
    const codes = this.host.before().map((a) => a.code);
    const rank = (hit: FoundHit) => (codes.includes(hit.code) ? codes.indexOf(hit.code) : codes.length);
    const meant = answer.hits[0]?.kind === "set" ? 1 : 0;
    const hits = [
      ...answer.hits.slice(0, meant),
      ...answer.hits.slice(meant).map(asksOf).toSorted((a, b) => rank(a) - rank(b)),
    ];
    this.#answers.set(hits, answer);
    return hits;
  }

  /** What the hits are of: 行為12　薬剤340, and the site that was typed with them. */
  get found(): string {
    const answer = this.#answers.get(this.acts.hits);
    if (!answer) return "";
    const sites = answer.sites.length > 0 ? [`部位 ${answer.sites.join("・")}`] : [];
    return [...sites, ...answer.totals.map((t) => `${t.ja}${t.count}`)].join("　");
  }

  async #findSite(text: string): Promise<SiteChoice[]> {
    const { hits } = await rpc("find_site", {
      text,
      code: this.hit?.code ?? "",
      day: this.host.day,
      case: this.host.caseId,
    });
    return hits.map((h: SiteHit) => ({ label: h.site, picked: [h] }));
  }

  /** Enter on a hit, or on the box before its hits are there. */
  pick(hit?: FoundHit): Promise<void> {
    const other = hit !== undefined && hit !== this.acts.hits[0];
    const [meant, coming] = [this.acts.text, this.acts.answer()];
    // What is typed behind an Enter that waits for its answer is the next act.
    const waits = !other && this.acts.busy && this.hit === null;
    if (waits) this.acts.set();
    return this.#steps.add(async () => {
      const hits = await coming;
      if (this.hit) return;
      const taken = other ? hit : hits[0];
      if (waits && taken) {
        this.#aside = this.acts.text;
        this.acts.set(meant);
      } else if (waits) this.acts.search(meant + this.acts.text);
      if (taken) this.begin(taken, this.#answers.get(hits)?.sites ?? []);
    });
  }

  /** `sites` were typed with the act: they stand there, to be taken with Enter. */
  begin(hit: FoundHit, sites: readonly string[] = []): void {
    if (hit.kind !== "act") {
      this.clear();
      this.host.enter(hit);
      return;
    }
    this.hit = hit;
    this.act = actOf(hit);
    this.picked = hit.asks_site ? sites.map((site) => ({ site, factor: "" })) : [];
    if (hit.asks_site) this.#factors = this.#learnFactors();
    this.#goOn(null);
  }

  /** How far this act may be raised at the sites that are offered. */
  async #learnFactors(): Promise<ReadonlyMap<string, string>> {
    try {
      const choices = await this.#findSite("");
      return new Map(choices.flatMap((c) => c.picked).map((p) => [p.site, p.factor]));
    } catch (thrown) {
      this.host.refused(thrown);
      return new Map();
    }
  }

  /** One more site; with `stay` further ones may follow. */
  pickSite(choice?: SiteChoice, stay = false): Promise<void> {
    return this.#steps.add(() => this.#pickSite(choice, stay));
  }

  async #pickSite(choice?: SiteChoice, stay = false): Promise<void> {
    const taken = await this.sites.taken(choice);
    if (this.ask !== "sites") return;
    if (!taken) return this.#noSuchSite();
    this.message = null;
    this.picked = [...this.picked, ...taken.picked.filter((p) => !this.#has(p.site))];
    this.sites.set();
    if (!stay) await this.#sitesDone();
  }

  /** All sites at once, as the body chart gives them. */
  setSites(sites: readonly string[]): Promise<void> {
    return this.#steps.add(async () => {
      this.picked = sites.map((site) => ({ site, factor: "" }));
      if (this.ask === "sites" && sites.length > 0) await this.#sitesDone();
      else this.calls += 1;
    });
  }

  removeLastSite(): void {
    this.picked = this.picked.slice(0, -1);
    this.sites.set();
  }

  /** Enter in the site box without a hit: the sites given so far, else the offer that stands there. */
  acceptSites(): Promise<void> {
    return this.#steps.add(async () => {
      const offered = this.offers.find((o) => o.label === this.sites.text);
      if (this.ask !== "sites") return;
      if (this.picked.length > 0 && this.sites.text === "") await this.#sitesDone();
      else if (offered) await this.#pickSite(offered);
      else if (this.sites.busy) await this.#pickSite();
      else this.#noSuchSite();
    });
  }

  /** Enter with words that name no site: said under the box, which keeps them. */
  #noSuchSite(): void {
    const typed = this.sites.text.trim();
    if (typed === "") return;
    const text = `「${typed}」という部位はありません。みぎぜんわん、左手第2指、腰部 のように入れるか、F6 の図で選んでください。`;
    this.message = { severity: "blocks", text };
  }

  async #sitesDone(): Promise<void> {
    const factors = await this.#factors;
    this.picked = this.picked.map(({ site, factor }) => ({ site, factor: factor || (factors.get(site) ?? "") }));
    this.act = { ...this.act, sites: this.picked.map((p) => p.site) };
    this.#goOn("sites");
  }

  /** Not one wound: each factor is an act of its own. The first is asked now, the others when it has been added. */
  sayContinuous(continuous: boolean): void {
    if (continuous) {
      this.act = { ...this.act, continuous };
      this.#goOn("continuous");
      return;
    }
    const factor = this.picked[0]?.factor;
    this.#rest = this.picked.filter((p) => p.factor !== factor);
    this.picked = this.picked.filter((p) => p.factor === factor);
    this.act = { ...this.act, continuous, sites: this.picked.map((p) => p.site) };
    this.#goOn("sites");
  }

  /** Whom a guidance reached. */
  sayGuided(guided: string): void {
    this.act = { ...this.act, guided };
    this.#goOn("guided");
  }

  /** Enter in the box of a number. */
  giveAnswer(): void {
    const ask = this.ask;
    if (!isNumber(ask)) return;
    const read = parseNumber(this.answer, { decimals: DECIMALS[ask] });
    if ("problem" in read) {
      this.message = { severity: "blocks", text: read.problem };
      return;
    }
    this.act = { ...this.act, [ask]: read.value };
    this.#goOn(ask);
  }

  #goOn(after: Ask | null): void {
    if (!this.hit) return;
    this.message = null;
    const next = askAfter(this.hit, this.picked, after);
    if (next === null) void this.#finish();
    else this.#put(next);
  }

  #put(ask: Ask): void {
    this.ask = ask;
    if (ask === "sites") this.sites.set(this.picked.length === 0 ? (this.offers[0]?.label ?? "") : "");
    else if (isNumber(ask)) this.answer = this.act[ask] || offerOf(ask, this.act, this.host.before());
    this.calls += 1;
  }

  /** The line is free at once for the next act; one with a fault comes back to it. */
  async #finish(): Promise<void> {
    const { act } = this;
    const asked = this.draft();
    this.clear();
    this.adding += 1;
    const rest = this.#rest;
    this.#rest = [];
    const wrong = await this.host.add(act);
    this.adding -= 1;
    if (wrong?.length === 0) {
      if (rest.length > 0 && asked.hit) this.#beginRest(asked.hit, rest);
      return;
    }
    this.#rest = rest;
    const aside = this.acts.text;
    this.hit = asked.hit;
    this.act = asked.act;
    this.picked = asked.picked;
    this.acts.set(asked.text);
    this.#showWrong(wrong ?? []);
    this.#aside = aside;
  }

  /** The same act at the sites of another factor. */
  #beginRest(hit: FoundHit, rest: readonly PickedSite[]): void {
    this.hit = hit;
    this.picked = rest;
    this.act = { ...actOf(hit), sites: rest.map((p) => p.site) };
    this.#goOn("sites");
  }

  /** Once more, for an act that asks nothing and could not be saved. */
  again(): void {
    if (this.hit && this.ask === null) void this.#finish();
  }

  /** Goes to the box the first fault is about; everything typed stays. */
  #showWrong(wrong: readonly FieldMessage[]): void {
    const first = wrong[0];
    const part = first && placeOf(first.field)?.part.split(".")[0];
    const questions = this.hit ? questionsOf(this.hit, this.picked) : [];
    const ask = questions.find((q) => q === part) ?? questions[questions.length - 1];
    if (ask) this.#put(ask);
    this.message = first ? { severity: first.severity === "check" ? "check" : "blocks", text: first.text } : null;
    this.calls += 1;
  }

  /** Back to the question before; from the first one to the search. */
  back(): void {
    if (!this.hit || this.ask === null) return;
    this.message = null;
    const before = askBefore(this.hit, this.picked, this.ask);
    if (before) this.#put(before);
    else this.cancel();
  }

  /** Gives the act up; what was typed to find it stands there again. */
  cancel(): void {
    const text = this.acts.text;
    this.clear();
    this.host.giveUp();
    if (text) this.acts.search(text);
  }

  clear(): void {
    this.hit = null;
    this.ask = null;
    this.act = emptyAct();
    this.picked = [];
    this.answer = "";
    this.message = null;
    this.restored = false;
    this.acts.set();
    if (this.#aside) this.acts.search(this.#aside);
    this.#aside = "";
    this.calls += 1;
  }

  draft(): EntryDraft {
    const { hit, act, ask, answer } = this;
    return { text: this.acts.text, hit, act, picked: [...this.picked], ask, answer };
  }

  restore(draft: EntryDraft): void {
    this.hit = draft.hit;
    this.act = draft.act;
    this.picked = draft.picked;
    if (draft.hit && draft.ask) this.#put(draft.ask);
    else if (draft.text) this.acts.search(draft.text);
    if (draft.answer) this.answer = draft.answer;
    this.restored = draft.hit !== null;
  }
}
