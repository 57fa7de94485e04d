/** 傷病名, 傷病の経過, 転帰 and 摘要 of the month. Every box is saved when it is left. */
import { type AttendanceSaved, type CaseView, type DiseaseCoding, type DiseaseForm, type DiseaseHit, type MonthRecordForm, type SymptomForm, rpc } from "../../backend/backend";
import { notices } from "../../parts";
import { Finder } from "../../state/finder.svelte";
import type { VisitDesk } from "./state.svelte";

const EMPTY: DiseaseForm = { name: "", code: "", modifiers: [], since: "", cause: "", end_day: "", end: "", claimed: false };

export const NO_SYMPTOM: SymptomForm = { class: "", text: "" };

function rowsOf(found: CaseView | null): DiseaseForm[] {
  return [...(found?.diseases ?? []).map((d) => ({ ...d })), { ...EMPTY }];
}

function recordOf(found: CaseView): MonthRecordForm {
  return { ...found.record, remarks: [...found.record.remarks, ""], symptoms: [...found.record.symptoms.map((s) => ({ ...s })), { ...NO_SYMPTOM }] };
}

interface Known {
  diseases: DiseaseForm[];
  record: MonthRecordForm;
}

const isUsed = (d: DiseaseForm) => d.name !== "" || d.since !== "" || d.end !== "";

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export class CaseRecord {
  /** As on the screen, with an empty line at the end. */
  diseases = $state<DiseaseForm[]>([]);
  record = $state<MonthRecordForm>({ revision: 0, course: "", disposition: "continuing", disposition_day: "", remarks: [], symptoms: [] });
  #shown = "";
  /** As the program last said it, or was last told: what differs from it was typed since. */
  #known: Known | null = null;

  /** Names while one is typed; the row in focus uses it. */
  readonly names: Finder<DiseaseHit>;
  /** Row whose modifiers are being chosen. */
  modifiersOf = $state<number | null>(null);

  constructor(private readonly desk: VisitDesk) {
    this.names = new Finder((text) => this.#find(text), (thrown) => void desk.refused(thrown));
  }

  /** The day on which names hold: the visit's, else the month's first. */
  get day(): string {
    return this.desk.form?.day || this.desk.day || `${this.desk.month}-01`;
  }

  async #find(text: string): Promise<DiseaseHit[]> {
    return (await rpc("find_disease", { text, day: this.day, case: this.desk.caseId })).hits;
  }

  /** Whether the 傷病名 master is loaded: names are then found, not only typed. */
  get coded(): boolean {
    return this.desk.case?.coded ?? false;
  }

  /** What the masters say of a row as it is kept; none of what was typed since. */
  codingOf(index: number): DiseaseCoding | null {
    const [kept, here] = [this.desk.case?.diseases[index], this.diseases[index]];
    if (!kept || !here || kept.name !== here.name || kept.code !== here.code || !same([...kept.modifiers], [...here.modifiers])) return null;
    return this.desk.case?.codings[index] ?? null;
  }

  /** A name of the list. The spelling of a name that stands on a claim stays. */
  async pick(index: number, hit: DiseaseHit): Promise<void> {
    const before = this.diseases[index];
    if (!before) return;
    if (hit.refused) {
      notices.check(`「${hit.name}」${hit.refused}`);
      return;
    }
    this.names.set(hit.name);
    const name = before.claimed ? before.name : hit.name;
    this.diseases = this.diseases.with(index, { ...before, name, code: hit.code, modifiers: hit.modifiers });
    await this.saveDiseases();
  }

  /** F7: the code offered for a row, else for the first row that has an offer. */
  async takeCoding(at: number): Promise<void> {
    const offered = (i: number) => this.codingOf(i)?.proposed ?? null;
    const index = at >= 0 && offered(at) ? at : this.diseases.findIndex((_, i) => offered(i) !== null);
    const [row, hit] = [this.diseases[index], index < 0 ? null : offered(index)];
    if (!row || !hit) return;
    if (!row.claimed || row.code === "") return this.pick(index, hit);
    // A claimed name does not vanish: the new one stands beside it, and the old one gets its end by whoever knows it.
    if (this.diseases.some((d) => d.code === hit.code && same([...d.modifiers], [...hit.modifiers]))) return;
    const next: DiseaseForm = { ...EMPTY, name: hit.name, code: hit.code, modifiers: hit.modifiers, since: `${this.desk.month}-01`, cause: "傷病名コードの移行" };
    this.diseases = [...this.diseases.filter(isUsed), next];
    await this.saveDiseases();
    notices.check(`「${row.name}」は請求した名前なので残しました。`, "終わりと終わった日を入れてください。");
  }

  /** Follows the case of the view. What was typed while an answer was on its way, or waits for its day, stays. */
  follow(found: CaseView | null): void {
    if (!found) return;
    const place = `${found.case}:${this.desk.month}:`;
    const key = `${place}${found.revision}:${found.record.revision}`;
    if (key === this.#shown) return;
    const known = this.#shown.startsWith(place) ? this.#known : null;
    this.#shown = key;
    const [diseases, record] = [rowsOf(found), recordOf(found)];
    const typed = $state.snapshot(this.diseases);
    if (!known || same(typed.filter(isUsed), known.diseases.filter(isUsed))) this.diseases = diseases;
    const mine = known ? Object.entries($state.snapshot(this.record)).filter(([k, v]) => !same(v, known.record[k as keyof MonthRecordForm])) : [];
    this.record = { ...record, ...Object.fromEntries(mine), revision: record.revision };
    this.#known = { diseases: rowsOf(found), record: recordOf(found) };
  }

  /** Sends what stands here; a refusal leaves it what the program does not know. */
  async #send(told: Partial<Known>, command: () => Promise<AttendanceSaved>): Promise<void> {
    const before = this.#known;
    const now = before && { ...before, ...told };
    this.#known = now;
    const saved = await this.desk.queue.add(() => this.desk.answered(command));
    if (!saved && this.#known === now) this.#known = before;
  }

  /** A new empty line, once the last one is used. */
  addLine(): void {
    this.diseases = [...this.diseases, { ...EMPTY }];
  }

  async saveDiseases(): Promise<void> {
    const { desk } = this;
    const found = desk.case;
    if (!found) return;
    const diseases = $state.snapshot(this.diseases).filter(isUsed);
    await this.#send({ diseases }, () =>
      rpc("save_diseases", { case: found.case, revision: desk.case?.revision ?? found.revision, month: desk.month, diseases }),
    );
  }

  async remove(index: number): Promise<void> {
    this.diseases = this.diseases.filter((_, i) => i !== index);
    await this.saveDiseases();
  }

  async move(index: number, by: 1 | -1): Promise<void> {
    const [moved, other] = [this.diseases[index], this.diseases[index + by]];
    if (!moved || !other?.name) return;
    this.diseases = this.diseases.with(index, other).with(index + by, moved);
    await this.saveDiseases();
  }

  async saveRecord(change: Partial<MonthRecordForm> = {}): Promise<void> {
    const { desk } = this;
    const found = desk.case;
    if (!found) return;
    this.record = { ...this.record, ...change };
    const record = $state.snapshot(this.record);
    // 転帰 and its day come one after the other: an ending waits for its day.
    if (record.disposition !== "continuing" && record.disposition !== "" && record.disposition_day.trim() === "") {
      desk.messages = desk.messages.filter((m) => m.field !== "disposition_day");
      return;
    }
    await this.#send({ record }, () =>
      rpc("save_month_record", {
        case: found.case,
        month: desk.month,
        record: {
          ...record,
          revision: desk.case?.record.revision ?? record.revision,
          remarks: record.remarks.filter((r) => r.trim() !== ""),
          symptoms: record.symptoms.filter((s) => s.text.trim() !== ""),
        },
      }),
    );
  }

  /** Last month's 傷病の経過, behind what stands there. */
  async takeOver(): Promise<void> {
    const last = this.desk.case?.last_course ?? "";
    if (last === "" || this.record.course.includes(last)) return;
    await this.saveRecord({ course: this.record.course === "" ? last : `${this.record.course}\n${last}` });
  }
}
