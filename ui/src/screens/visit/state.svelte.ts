/** What somebody does at the desk with one worker's month: entering, mending, taking back, and what is half typed. */
import { type ActForm, type AttendanceForm, type AttendanceSaved, type FieldMessage, type FoundHit, type Goto, type OpenedSet, rpc } from "../../backend/backend";
import type { Message } from "../../fields";
import { ask, notices, status } from "../../parts";
import { ja } from "../../pure/era";
import { Drafts } from "../../state/drafts";
import { Queue } from "../../state/latest";
import { session } from "../../state/session.svelte";
import { Entry, type EntryDraft, type EntryHost } from "./entry.svelte";
import { OpenMonth } from "./open-month.svelte";
import { actsBefore, placeOf } from "./questions";

export type Tab = "acts" | "record" | "papers";

export type VisitDialog =
  | { kind: "act" | "drugs" | "material" | "unlisted" | "remark"; index: number | null; part?: string; hit?: FoundHit }
  | { kind: "set"; opened: OpenedSet }
  | { kind: "make_set" }
  | { kind: "sites" | "last" | "cases" | "what_if" };

interface VisitDraft {
  /** The way back from the list of drafts. */
  goto: Goto;
  entry: EntryDraft;
  /** Where it could not be saved yet. */
  form: AttendanceForm | null;
}

export class VisitDesk extends OpenMonth implements EntryHost {
  tab = $state<Tab>("acts");
  dialog = $state.raw<VisitDialog | null>(null);
  /** Whether the conditions of the visit are unfolded. */
  terms = $state(false);

  readonly drafts = new Drafts();
  readonly entry: Entry = new Entry(this);
  readonly queue = new Queue();

  protected async settle(goto: Goto): Promise<void> {
    const wanted = goto.field ?? "";
    // No case is meant: that of the day's visit, else of the month's last one.
    const any = goto.case === null ? (this.ofDay[0] ?? this.view?.attendances.at(-1)) : undefined;
    if (any) this.caseId = any.form.case;
    if (wanted === "new") this.startVisit(this.day || session.today, false);
    else if (this.day && this.ofDay.length > 0) this.openDay(this.day);
    // What is mended for the whole month names its first day.
    else if (goto.day?.length !== 10 || wanted !== "") this.openLast();
    if (wanted === "diseases" || wanted === "course" || wanted.startsWith("disposition")) this.tab = "record";
    if (wanted === "document") this.tab = "papers";
    const place = placeOf(wanted);
    if (place && this.form?.acts[place.index]) this.editAct(place.index, place.part);
    await this.arrive();
  }

  protected async leave(): Promise<void> {
    await this.keepDraft(true);
    this.entry.clear();
  }

  protected async arrive(): Promise<void> {
    this.entry.calls += 1;
    await this.restoreDraft();
  }

  // ---- saving --------------------------------------------------------------------------------------------------

  /** Saves the open attendance with a change. What is wrong with it, or nothing; null where it could not be saved. */
  save(edit: (form: AttendanceForm) => AttendanceForm): Promise<readonly FieldMessage[] | null> {
    const meant = this.form;
    return this.queue.add(async () => {
      if (!meant || this.frozen) return null;
      // Whoever has gone on to another day meanwhile still meant this one.
      const before = this.#latest(meant);
      const next = edit(before);
      if (!(await this.answered(() => rpc("save_attendance", { form: next }), before))) {
        // A wrong value stays in its box; acts that were refused stay with whoever entered them.
        if (this.form === before) this.form = { ...next, acts: before.acts };
        return this.messages.length > 0 ? this.messages : null;
      }
      return [];
    });
  }

  /** A visit as it stands now: open, or as it was saved. */
  #latest(meant: AttendanceForm): AttendanceForm {
    const same = (f: AttendanceForm): boolean =>
      f.case === meant.case && (meant.id !== null ? f.id === meant.id : f.day === meant.day && f.coming === meant.coming);
    if (this.form && same(this.form)) return this.form;
    return this.view?.attendances.find((a) => same(a.form))?.form ?? meant;
  }

  /** Carries out a command that answers the month; true where it was saved. `sent`: the visit that was saved by it. */
  async answered(command: () => Promise<AttendanceSaved>, sent?: AttendanceForm): Promise<boolean> {
    try {
      status.saving();
      const saved = await command();
      this.messages = saved.messages;
      if (saved.saved && sent?.id === null && this.form === sent) this.form = { ...sent, id: saved.id };
      if (saved.saved) this.take(saved.view);
      else status.unsaved();
      return saved.saved;
    } catch (thrown) {
      status.say("保存できませんでした");
      this.refused(thrown);
      return false;
    }
  }

  add = (act: ActForm): Promise<readonly FieldMessage[] | null> => this.save((f) => ({ ...f, acts: [...f.acts, act] }));

  setAct(index: number, act: ActForm): Promise<readonly FieldMessage[] | null> {
    return this.save((f) => ({ ...f, acts: f.acts.with(index, act) }));
  }

  async removeAct(index: number): Promise<void> {
    await this.save((f) => ({ ...f, acts: f.acts.filter((_, i) => i !== index) }));
  }

  /** Where the act stands then. */
  async moveAct(index: number, by: 1 | -1): Promise<number> {
    const to = index + by;
    const acts = this.form?.acts ?? [];
    const [moved, other] = [acts[index], acts[to]];
    if (!moved || !other) return index;
    await this.save((f) => ({ ...f, acts: f.acts.with(index, other).with(to, moved) }));
    return to;
  }

  /** 前回と同じ: the acts of an earlier visit behind those that stand here. */
  async copy(acts: readonly ActForm[]): Promise<void> {
    if (!this.form) this.startVisit(this.day || session.today, false);
    await this.save((f) => ({ ...f, acts: [...f.acts, ...acts] }));
    this.entry.calls += 1;
  }

  /** A condition alone is no visit yet: it waits for the first act, or for F12. */
  async set(change: Partial<AttendanceForm>): Promise<void> {
    const waits = this.form && this.form.id === null && Object.keys(change).length > 0;
    if (waits && this.form) this.form = { ...this.form, ...change };
    else await this.save((f) => ({ ...f, ...change }));
  }

  async removeVisit(): Promise<void> {
    const form = this.form;
    if (!form || this.frozen) return;
    const acts = form.acts.length > 0 ? `行為${form.acts.length}件も消えます。` : "";
    const sure = await ask({
      title: "受診を消しますか",
      text: `${this.attendance?.day_ja ?? form.day}の受診を消します。${acts}消した後も Ctrl+Z で戻せます。`,
      yes: "消す",
      danger: true,
    });
    if (!sure) return;
    if (form.id === null) this.form = null;
    else await this.queue.add(() => this.answered(() => rpc("remove_attendance", { id: form.id ?? 0, revision: form.revision })));
    await this.drafts.drop(this.draftKey);
    this.entry.calls += 1;
  }

  async undo(which: "undo" | "redo"): Promise<void> {
    const view = this.view;
    if (!view) return;
    await this.queue.add(async () => {
      try {
        this.take(await rpc(which, { worker: view.worker, month: view.month }));
        this.messages = [];
        // A visit that came back is opened again.
        if (!this.form && this.openDay(this.day)) this.entry.calls += 1;
      } catch (thrown) {
        this.refused(thrown);
      }
    });
  }

  /** F4: a new attendance today, or on the day the calendar stands on; a second one where there is one already. */
  async startNew(day = session.today): Promise<void> {
    if (this.caseId === null) return;
    await this.leave();
    this.change = null;
    this.tab = "acts";
    if (!(await this.showMonth(day.slice(0, 7)))) return;
    if (this.frozen) {
      notices.check("この月の内訳書は確定しているので、受診を加えられません。", "「月次請求」で確定を外してから入れてください。");
      return;
    }
    this.startVisit(day, true);
    session.remember({ day, case: this.caseId });
    await this.arrive();
  }

  /** Opens the dialog that mends an act. */
  editAct(index: number, part = ""): void {
    const act = this.form?.acts[index];
    if (!act || this.frozen) return;
    const kind = act.drugs.length > 0 ? "drugs" : act.material ? "material" : act.unlisted ? "unlisted" : "act";
    this.dialog = { kind, index, part };
  }

  // ---- the entry line's view of the desk -----------------------------------------------------------------------

  before(): readonly ActForm[] {
    return this.view && this.caseId !== null ? actsBefore(this.view, this.caseId) : [];
  }

  /** What is entered in a dialog of its own: a drug, a material, a set. */
  enter(hit: FoundHit): void {
    if (hit.kind === "set") {
      void this.useSet(Number(hit.code));
      return;
    }
    if (hit.refused) {
      notices.check(`「${hit.name}」は入れられません。`, hit.refused);
      return;
    }
    this.dialog = { kind: hit.kind === "drug" ? "drugs" : "material", index: null, hit };
  }

  /** A set of the clinic: what it asks is asked in its dialog; where it asks nothing its acts are entered at once. */
  async useSet(id: number): Promise<void> {
    try {
      const opened = await rpc("open_set", { id, day: this.day, case: this.caseId });
      if (opened.asks.length > 0) {
        this.dialog = { kind: "set", opened };
        return;
      }
      const applied = await rpc("apply_set", { id, day: this.day, answers: [] });
      if (applied.said.length > 0) notices.check(applied.said.join(" "));
      if (applied.acts.length > 0) await this.copy(applied.acts);
    } catch (thrown) {
      this.refused(thrown);
    }
  }

  hurt(): readonly string[] {
    return this.case?.sites ?? [];
  }

  /** The act that was refused is not entered after all. */
  giveUp(): void {
    // The day of a visit that is not there yet is no fault of its own.
    this.messages = this.messages.filter((m) => !m.field.startsWith("acts.") && !(this.unsaved && m.field === "day"));
    if (this.messages.length === 0) status.settled();
  }

  messageOf(field: string): Message | null {
    const found = this.messages.find((m) => m.field === field);
    return found ? { severity: found.severity === "check" ? "check" : "blocks", text: found.text } : null;
  }

  // ---- drafts --------------------------------------------------------------------------------------------------

  get draftKey(): string {
    return `act:${this.caseId ?? 0}:${this.day}`;
  }

  #drafted = "";

  /** Keeps what is half typed; nothing half typed drops what was kept. */
  async keepDraft(now = false): Promise<void> {
    const key = this.draftKey;
    const wrong = this.form !== null && this.messages.some((m) => m.severity !== "check");
    if (this.entry.hit !== null || wrong) {
      const goto: Goto = { screen: "visit", worker: this.view?.worker ?? null, case: this.caseId, day: this.day, field: null };
      const body: VisitDraft = { goto, entry: this.entry.draft(), form: wrong || this.unsaved ? this.form : null };
      this.drafts.keep(key, `${this.view?.name ?? ""}　${ja(this.day)}の診療入力`, body);
      this.#drafted = key;
      if (!now) return;
      await this.drafts.flush();
      status.settled("書きかけを残しました");
    } else if (this.#drafted === key) {
      this.#drafted = "";
      await this.drafts.drop(key);
    }
  }

  async restoreDraft(): Promise<void> {
    const key = this.draftKey;
    const draft = await this.drafts.read<VisitDraft>(key);
    if (!draft || key !== this.draftKey || this.entry.busy || this.frozen) return;
    this.#drafted = key;
    if (draft.form?.id === null && this.form?.id == null) this.form = draft.form;
    if (!this.form) this.startVisit(this.day, false);
    this.entry.restore(draft.entry);
  }
}
