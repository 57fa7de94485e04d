/** One worker's month: its view, its cases, the day and the attendance that are open. */
import {
  type AttendanceForm, type AttendanceView, type CaseView, type FieldMessage, type Goto, type MonthView, rpc,
} from "../../backend/backend";
import { notices, status } from "../../parts";
import { isoOf } from "../../pure/era";
import { session } from "../../state/session.svelte";
import { type Change, changeOf } from "./lines";
import { emptyAttendance, isFrozen } from "./words";

export abstract class OpenMonth {
  view = $state.raw<MonthView | null>(null);
  caseId = $state<number | null>(null);
  /** The day the calendar stands on. */
  day = $state("");
  /** The attendance that is open, as it stands on the screen. */
  form = $state.raw<AttendanceForm | null>(null);
  messages = $state.raw<readonly FieldMessage[]>([]);
  change = $state.raw<Change | null>(null);
  departments = $state.raw<readonly string[]>([]);

  month = $derived(this.view?.month ?? "");
  case = $derived<CaseView | null>(this.view?.cases.find((c) => c.case === this.caseId) ?? null);
  attendance = $derived<AttendanceView | null>(
    this.view?.attendances.find((a) => this.form?.id != null && a.form.id === this.form.id) ?? null,
  );
  ofDay = $derived(this.view?.attendances.filter((a) => a.form.day === this.day) ?? []);
  frozen = $derived(this.case !== null && isFrozen(this.case.state));
  unsaved = $derived(this.form !== null && this.form.id === null);
  sum = $derived(this.view?.sums.find((s) => s.case === this.caseId) ?? null);

  /** Says what was refused. Its sentence, for a box that wants it too. */
  refused = (thrown: unknown): string => {
    const error = session.refused(thrown);
    // Somebody else changed it meanwhile: theirs is shown, and what was typed here still stands in its boxes.
    if (error.code === "stale") void this.reload();
    return error.message;
  };

  /** Opens what the jump asks for. */
  async open(goto: Goto): Promise<void> {
    if (goto.worker === null) return;
    const day = goto.day ?? session.today;
    this.caseId = goto.case;
    this.day = day.length === 10 ? day : "";
    // Without the list of departments the box is a plain one: no reason to stop.
    const facility = rpc("facility", {}).then((f) => f.departments, () => []);
    if (!(await this.#load(goto.worker, day.slice(0, 7)))) return;
    this.departments = await facility;
    await this.settle(goto);
  }

  async #load(worker: number, month: string): Promise<boolean> {
    try {
      this.#show(await rpc("month", { worker, month }));
      return true;
    } catch (thrown) {
      this.refused(thrown);
      return false;
    }
  }

  openLast(): void {
    const last = this.view?.attendances.findLast((a) => a.form.case === this.caseId);
    if (last) this.openAttendance(last);
    else if (!this.day) this.day = session.today.startsWith(this.month) ? session.today : `${this.month}-01`;
  }

  async reload(): Promise<void> {
    if (this.view) await this.#load(this.view.worker, this.view.month);
  }

  /** Shows another month of the worker, where it is another. */
  protected async showMonth(month: string): Promise<boolean> {
    if (!this.view || this.view.month === month) return this.view !== null;
    this.form = null;
    return this.#load(this.view.worker, month);
  }

  async goMonth(step: 1 | -1): Promise<void> {
    if (!this.view) return;
    const [y, m] = this.view.month.split("-").map(Number) as [number, number];
    const first = isoOf(step > 0 ? { y: m === 12 ? y + 1 : y, m: (m % 12) + 1, d: 1 } : { y: m === 1 ? y - 1 : y, m: m === 1 ? 12 : m - 1, d: 1 });
    await this.leave();
    this.change = null;
    if (!(await this.showMonth(first.slice(0, 7)))) return;
    this.form = null;
    this.day = first;
    session.remember({ day: this.month });
  }

  /** Takes a view the program answered; the open attendance follows it. */
  #show(view: MonthView): void {
    this.view = view;
    if (!view.cases.some((c) => c.case === this.caseId)) this.caseId = view.cases[0]?.case ?? null;
    const now = view.attendances.find((a) => this.form?.id != null && a.form.id === this.form.id);
    if (now) this.form = now.form;
    else if (this.form && this.form.id !== null) {
      this.form = null;
      const other = view.attendances.find((a) => a.form.day === this.day);
      if (other) this.openAttendance(other);
    }
  }

  /** The same, and what it changed. */
  take(view: MonthView): void {
    this.change = changeOf(this.view, view);
    this.#show(view);
    status.saved();
  }

  openAttendance(attendance: AttendanceView): void {
    this.form = attendance.form;
    this.caseId = attendance.form.case;
    this.day = attendance.form.day;
    this.messages = [];
  }

  /** Opens what was entered on a day for the case. False where there is nothing. */
  openDay(day: string): boolean {
    this.day = day;
    const own = this.ofDay.find((a) => a.form.case === this.caseId);
    if (own) this.openAttendance(own);
    return own !== undefined;
  }

  /** The calendar stands on a day; what is open stays open until Enter. */
  stand(day: string): void {
    this.day = day;
  }

  /** A new attendance, saved with its first act. `again`: a second coming is meant where the day has one already. */
  startVisit(day: string, again: boolean): void {
    if (this.caseId === null) return;
    const before = this.view?.attendances.filter((a) => a.form.day === day && a.form.case === this.caseId) ?? [];
    if (before[0] && !again) {
      this.openAttendance(before[0]);
      notices.tell("この日の受診はもう登録されています。続けて行為を入れられます。2回目の受診は F4 で始めます。");
      return;
    }
    this.day = day;
    this.messages = [];
    this.form = emptyAttendance(this.caseId, day, {
      // No time by itself: whoever types in the evening must not claim 時間外 for a visit of the morning.
      coming: before.length > 0 ? 2 : 1,
      department: this.departments[0] ?? "",
    });
  }

  /** The calendar moves on; what was half typed is kept under its day. */
  protected abstract leave(): Promise<void>;
  /** What was half typed here before stands there again, and the focus is in the entry line. */
  protected abstract arrive(): Promise<void>;
  /** The place in the month that a jump asks for. */
  protected abstract settle(goto: Goto): Promise<void>;

  async moveTo(attendance: AttendanceView): Promise<void> {
    await this.leave();
    this.change = null;
    this.openAttendance(attendance);
    session.remember({ day: this.day, case: this.caseId });
    await this.arrive();
  }

  async enterDay(day: string): Promise<void> {
    await this.leave();
    this.change = null;
    this.form = null;
    if (!this.openDay(day) && !this.frozen) this.startVisit(day, false);
    session.remember({ day, case: this.caseId });
    await this.arrive();
  }

  /** Another case of the worker: its last visit of the month. */
  async showCase(id: number): Promise<void> {
    await this.leave();
    this.caseId = id;
    this.form = null;
    this.change = null;
    this.openLast();
    session.remember({ case: id });
    await this.arrive();
  }

  /** The attendance before or after the open one. */
  async step(by: 1 | -1): Promise<void> {
    const all = this.view?.attendances ?? [];
    const at = all.findIndex((a) => a === this.attendance);
    const next = at < 0 ? (by < 0 ? all.findLast((a) => a.form.day < this.day) : all.find((a) => a.form.day > this.day)) : all[at + by];
    if (next) await this.moveTo(next);
  }
}
