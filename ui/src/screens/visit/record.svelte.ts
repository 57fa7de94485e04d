/** 傷病名, 傷病の経過, 転帰 and 摘要 of the month. Every box is saved when it is left. */
import { type CaseView, type DiseaseForm, type MonthRecordForm, rpc } from "../../backend/backend";
import type { VisitDesk } from "./state.svelte";

const EMPTY: DiseaseForm = { name: "", since: "", cause: "", end_day: "", end: "", claimed: false };

function rowsOf(found: CaseView | null): DiseaseForm[] {
  return [...(found?.diseases ?? []).map((d) => ({ ...d })), { ...EMPTY }];
}

export class CaseRecord {
  /** As on the screen, with an empty line at the end. */
  diseases = $state<DiseaseForm[]>([]);
  record = $state<MonthRecordForm>({ revision: 0, course: "", disposition: "continuing", disposition_day: "", remarks: [] });
  #shown = "";

  constructor(private readonly desk: VisitDesk) {}

  /** Follows the case of the view; what could not be saved yet stays as it was typed. */
  follow(found: CaseView | null): void {
    const key = `${found?.case}:${this.desk.month}:${found?.revision}:${found?.record.revision}`;
    if (key === this.#shown) return;
    this.#shown = key;
    this.diseases = rowsOf(found);
    this.record = { ...(found?.record ?? this.record), remarks: [...(found?.record.remarks ?? []), ""] };
  }

  /** A new empty line, once the last one is used. */
  addLine(): void {
    this.diseases = [...this.diseases, { ...EMPTY }];
  }

  async saveDiseases(): Promise<void> {
    const { desk } = this;
    const found = desk.case;
    if (!found) return;
    const diseases = $state.snapshot(this.diseases).filter((d) => d.name !== "" || d.since !== "" || d.end !== "");
    await desk.queue.add(() =>
      desk.answered(() =>
        rpc("save_diseases", { case: found.case, revision: desk.case?.revision ?? found.revision, month: desk.month, diseases }),
      ),
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
    await desk.queue.add(() =>
      desk.answered(() =>
        rpc("save_month_record", {
          case: found.case,
          month: desk.month,
          record: {
            ...record,
            revision: desk.case?.record.revision ?? record.revision,
            remarks: record.remarks.filter((r) => r.trim() !== ""),
          },
        }),
      ),
    );
  }

  /** Last month's 傷病の経過, behind what stands there. */
  async takeOver(): Promise<void> {
    const last = this.desk.case?.last_course ?? "";
    if (last === "" || this.record.course.includes(last)) return;
    await this.saveRecord({ course: this.record.course === "" ? last : `${this.record.course}\n${last}` });
  }
}
