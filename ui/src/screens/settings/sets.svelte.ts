/** The clinic's sets: the list as it stands, every change of it saved at once, taken back by a key. */
import { type ActForm, asApiError, type FieldMessage, type FoundHit, rpc, type SetAct, type SetForm, type SetsView } from "../../backend/backend";
import { notices, status } from "../../parts";
import { session } from "../../state/session.svelte";
import { emptyAct } from "../visit/words";

export const EMPTY_SET: SetForm = { id: 0, name: "", abbreviations: [], acts: [], said: [] };

/** しょ、初1 → its words. */
export function wordsOf(text: string): string[] {
  return text.split(/[、,，\s]+/).filter((w) => w !== "");
}

const FIELDS: Record<string, string> = { sites: "部位", area: "面積", length: "長さ", quantity: "数量", films: "枚数", days: "日数・回数" };

/** A field in words. */
export function askedJa(field: string, act: ActForm): string {
  const drug = /^drugs\.(\d+)\.quantity$/.exec(field);
  if (drug) return `${act.drugs[Number(drug[1])]?.name ?? "薬剤"}の量`;
  return field === "material.quantity" ? "材料の量" : (FIELDS[field] ?? field);
}

type Plain = "area" | "length" | "quantity" | "films" | "days";

export function valueOf(act: ActForm, field: string): string {
  const drug = /^drugs\.(\d+)\.quantity$/.exec(field);
  if (drug) return act.drugs[Number(drug[1])]?.quantity ?? "";
  return field === "material.quantity" ? (act.material?.quantity ?? "") : act[field as Plain];
}

export function withValue(act: ActForm, field: string, value: string): ActForm {
  const drug = /^drugs\.(\d+)\.quantity$/.exec(field);
  if (drug) return { ...act, drugs: act.drugs.map((d, i) => (i === Number(drug[1]) ? { ...d, quantity: value } : d)) };
  if (field === "material.quantity") return { ...act, material: act.material && { ...act.material, quantity: value } };
  return { ...act, [field]: value };
}

/** An act of a hit: what belongs to one worker is asked. */
export function actOfHit(hit: FoundHit): SetAct {
  const drug = { code: hit.code, name: hit.name, price: hit.price, quantity: "", unit: hit.unit };
  if (hit.kind === "drug") {
    const act = emptyAct({ drug_use: hit.drug_use || "internal", drugs: [drug] });
    return { act, asked: ["drugs.0.quantity"], may_ask: ["days", "drugs.0.quantity"] };
  }
  if (hit.kind === "material") return { act: emptyAct({ material: drug }), asked: ["material.quantity"], may_ask: ["material.quantity"] };
  const asks = { sites: hit.asks_site, area: hit.asks_area, length: hit.asks_length, quantity: hit.asks_quantity, films: hit.asks_films };
  const may_ask = Object.entries(asks).filter(([, may]) => may).map(([field]) => field);
  return { act: emptyAct({ code: hit.code, name: hit.name }), asked: may_ask, may_ask };
}

/** A name that no set has: 初診一式（写し）, 初診一式（写し2）. */
export function copyName(name: string, sets: readonly SetForm[]): string {
  for (let n = 1; ; n += 1) {
    const copy = `${name}（写し${n === 1 ? "" : n}）`;
    if (sets.every((s) => s.name !== copy)) return copy;
  }
}

export class SetList {
  view = $state.raw<SetsView | null>(null);
  /** The set being edited; id 0: a new one. */
  edited = $state.raw<SetForm | null>(null);
  /** Key of the row the arrows stand on. */
  at = $state<string | null>(null);
  /** Lists as they were before each change, the newest last. */
  before = $state.raw<readonly (readonly SetForm[])[]>([]);
  /** A file whose sets meet sets of here: it waits for an answer. */
  waiting = $state.raw<{ content: string; collisions: string[] } | null>(null);

  get sets(): readonly SetForm[] {
    return this.view?.sets ?? [];
  }

  async load(): Promise<void> {
    try {
      this.view = await rpc("sets", {});
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Saves the list; what is wrong with it, or nothing. */
  async save(sets: readonly SetForm[], undone = false): Promise<readonly FieldMessage[] | null> {
    const { view } = this;
    if (!view) return null;
    try {
      status.saving();
      const saved = await rpc("save_sets", { revision: view.revision, sets: [...sets] });
      if (!saved.saved) {
        status.say("");
        return saved.messages;
      }
      this.before = undone ? this.before.slice(0, -1) : [...this.before, view.sets];
      this.view = saved.view;
      status.saved();
      return [];
    } catch (thrown) {
      status.say("");
      await this.#refused(thrown);
      return null;
    }
  }

  /** Another screen saved first: its list is shown, and nothing of here is written over it. */
  async #refused(thrown: unknown): Promise<void> {
    const error = asApiError(thrown);
    if (error.code !== "stale") return void session.refused(error);
    this.before = [];
    await this.load();
    notices.check("ほかの画面で先にセットが直されていたので、まだ保存していません。", "いまの一覧を読み込みました。確かめて、もう一度行ってください。");
  }

  /** The edited set in its place, a new one at the end. */
  async keep(set: SetForm): Promise<readonly FieldMessage[]> {
    const index = set.id === 0 ? -1 : this.sets.findIndex((s) => s.id === set.id);
    const sets = index < 0 ? [...this.sets, set] : this.sets.with(index, set);
    const at = index < 0 ? this.sets.length : index;
    const wrong = await this.save(sets);
    if (wrong?.length === 0) {
      this.at = String(this.sets[at]?.id ?? "");
      this.edited = null;
      return [];
    }
    return (wrong ?? []).map((m) => ({ ...m, field: m.field.replace(`sets.${at}.`, "") }));
  }

  #index(): number {
    return this.sets.findIndex((s) => String(s.id) === this.at);
  }

  async remove(): Promise<void> {
    const index = this.#index();
    const set = this.sets[index];
    if (!set) return;
    const next = this.sets[index + 1] ?? this.sets[index - 1];
    if ((await this.save(this.sets.filter((s) => s !== set)))?.length !== 0) return;
    this.at = next ? String(next.id) : null;
    notices.tell(`セット「${set.name}」を消しました。Ctrl+Z で戻せます。`);
  }

  async copy(): Promise<void> {
    const index = this.#index();
    const set = this.sets[index];
    if (!set) return;
    const copy = { ...set, id: 0, name: copyName(set.name, this.sets), abbreviations: [] };
    if ((await this.save(this.sets.toSpliced(index + 1, 0, copy)))?.length === 0) this.at = String(this.sets[index + 1]?.id ?? "");
  }

  async move(by: 1 | -1): Promise<void> {
    const index = this.#index();
    const [one, other] = [this.sets[index], this.sets[index + by]];
    if (one && other) await this.save(this.sets.with(index, other).with(index + by, one));
  }

  async undo(): Promise<void> {
    const last = this.before.at(-1);
    if (last) await this.save(last, true);
  }

  async write(): Promise<void> {
    try {
      notices.tell((await rpc("export_sets", {})).message);
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Takes a file in; where its sets meet sets of here it waits for `skip`, `replace` or `both`. */
  async read(content: string, collisions = ""): Promise<void> {
    const { view } = this;
    if (!view) return;
    this.waiting = null;
    try {
      const read = await rpc("import_sets", { revision: view.revision, content, collisions });
      if (!read.saved) {
        this.waiting = { content, collisions: read.collisions };
        return;
      }
      if (read.view.revision !== view.revision) this.before = [...this.before, view.sets];
      this.view = read.view;
      notices.tell(read.message);
    } catch (thrown) {
      await this.#refused(thrown);
    }
  }
}
