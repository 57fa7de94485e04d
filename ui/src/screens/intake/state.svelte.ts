/** A 受付票: loaded, checked box by box, kept against loss, saved. */
import {
  asApiError, type EmployerHit, type FieldMessage, type Goto, type IntakeChecked, type IntakeForm, type IntakeSheet, rpc,
} from "../../backend/backend";
import type { Message } from "../../fields";
import { ask, notices, status } from "../../parts";
import { Drafts } from "../../state/drafts";
import { Latest, Queue } from "../../state/latest";
import { session } from "../../state/session.svelte";
import { fieldsOf, isShown, messagesByField, withProposals } from "./shown";

interface IntakeDraft {
  /** The way back from the list of drafts. */
  goto: Goto;
  form: IntakeForm;
}

const EMPTY: IntakeForm = { case: null, worker: null, revision: 0, worker_revision: 0, form: "5", fields: {}, kept: [] };

export class IntakeDesk {
  sheet = $state.raw<IntakeSheet | null>(null);
  /** Ids and revisions; the values are beside it. */
  base = $state.raw<IntakeForm>(EMPTY);
  values = $state<Record<string, string>>({});
  kept = $state<string[]>([]);
  checked = $state.raw<IntakeChecked | null>(null);
  /** What the program put into empty boxes and nobody has passed over yet. */
  proposed = $state.raw<Readonly<Record<string, string>>>({});
  /** Boxes that were left once: only these complain about being empty. */
  left = $state<string[]>([]);
  /** All boxes complain: saving was tried, or the sheet was saved before. */
  strict = $state(false);
  /** What stands in the way of saving. */
  wrong = $state.raw<readonly FieldMessage[]>([]);
  restored = $state(false);
  /** The values that the messages are about. */
  #judged = $state.raw<Readonly<Record<string, string>>>({});
  /** Somebody said that the workers already known are others. */
  others = $state(false);
  saving = $state(false);
  /** Something stands here that is not saved, and is kept as a draft. */
  typed = false;

  readonly drafts = new Drafts();
  #latest = new Latest();
  #queue = new Queue();
  #declined: string[] = [];
  #goto: Goto | null = null;

  fields = $derived(fieldsOf(this.sheet).filter((f) => isShown(f, this.values, this.checked?.hidden ?? null)));
  messages = $derived(messagesByField(this.checked?.messages ?? []));
  isNew = $derived(this.base.case === null);
  /** Messages that are shown now, in the order of the sheet. */
  faults = $derived(
    this.fields.flatMap((f) => {
      const message = this.messageOf(f.id);
      return message ? [{ field: f, message, kept: this.kept.includes(f.id) }] : [];
    }),
  );
  sameWorkers = $derived(this.others ? [] : (this.checked?.same_workers ?? []));

  messageOf(id: string): Message | null {
    const found = this.messages[id];
    // What was said of another value says nothing of this one.
    if ((this.values[id] ?? "") !== (this.#judged[id] ?? "")) return null;
    const asked = this.strict || this.left.includes(id) || this.kept.includes(id);
    if (!found || (!asked && (this.values[id] ?? "") === "")) return null;
    return { severity: found.severity === "check" ? "check" : "blocks", text: found.text };
  }

  get key(): string {
    const { case: known, worker, form } = this.base;
    if (known !== null) return `intake:${known}`;
    return worker === null || this.#goto?.worker === null ? `intake:new:${form}` : `intake:new:${form}:${worker}`;
  }

  // ---- opening -------------------------------------------------------------------------------------------------

  async open(goto: Goto): Promise<void> {
    this.#goto = goto;
    const form = goto.field?.startsWith("form:") ? goto.field.slice(5) : "5";
    await this.#load({ case: goto.case, worker: goto.worker, form });
    await this.#restore();
    await this.check();
  }

  async #load(asked: { case: number | null; worker: number | null; form: string }): Promise<void> {
    try {
      const loaded = await rpc("intake", asked);
      this.sheet = await rpc("intake_sheet", { form: loaded.form });
      this.#take(loaded);
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  #take(form: IntakeForm): void {
    this.base = form;
    this.values = { ...form.fields };
    this.kept = [...form.kept];
    this.proposed = {};
    this.#declined = [];
    this.strict = form.case !== null;
  }

  async #restore(): Promise<void> {
    const draft = await this.drafts.read<IntakeDraft>(this.key);
    if (!draft) return;
    const loaded = this.base;
    if (draft.form.form !== loaded.form && loaded.case === null) return;
    this.#take({ ...draft.form, revision: loaded.revision, worker_revision: loaded.worker_revision });
    this.left = Object.keys(draft.form.fields).filter((id) => draft.form.fields[id] !== "");
    this.restored = true;
    if (loaded.revision !== draft.form.revision) {
      notices.check("この受付票は、その後ほかの人が直しています。", "書きかけと違うところを確かめてから保存してください。");
    }
  }

  /** What was restored is not wanted: the sheet as it was before. */
  async discard(): Promise<void> {
    const sure = await ask({
      title: "下書きを捨てますか",
      text: "前に入力して保存していない内容を消します。元には戻せません。",
      yes: "捨てる",
      danger: true,
    });
    if (!sure) return;
    const { case: known, form } = this.base;
    await this.drafts.drop(this.key);
    this.typed = this.restored = false;
    this.left = [];
    await this.#load({ case: known, worker: this.#goto?.worker ?? null, form });
    await this.check();
    status.say("書きかけを捨てました");
  }

  async changeForm(form: string): Promise<void> {
    if (form === this.base.form || !this.isNew) return;
    const typed = { ...this.values };
    await this.drafts.drop(this.key);
    await this.#load({ case: null, worker: this.base.worker, form });
    for (const [id, value] of Object.entries(typed)) if (value !== "" && id !== "before") this.values[id] = value;
    this.keep();
    await this.check();
  }

  // ---- typing --------------------------------------------------------------------------------------------------

  form(values: Readonly<Record<string, string>> = this.values): IntakeForm {
    return { ...this.base, fields: { ...values }, kept: [...this.kept] };
  }

  /** Every key: kept, but not judged. */
  type(id: string, value: string): void {
    if (this.values[id] === value) return;
    this.values[id] = value;
    this.keep();
  }

  /** A box was left with another value. */
  change(id: string, value: string): void {
    if (value === "" && this.proposed[id] !== undefined) this.#declined.push(id);
    if (id === "labor_number") this.#declined = [];
    this.values[id] = value;
    this.pass(id);
    this.keep();
    void this.drafts.flush();
    void this.check();
  }

  /** A box was left: what was proposed there is taken. */
  pass(id: string): void {
    if (!this.left.includes(id)) this.left.push(id);
    if (this.proposed[id] === undefined) return;
    const { [id]: _taken, ...rest } = this.proposed;
    this.proposed = rest;
    this.keep();
  }

  setKept(id: string, kept: boolean): void {
    this.kept = kept ? [...this.kept, id] : this.kept.filter((k) => k !== id);
    this.keep();
  }

  keep(): void {
    this.typed = true;
    const { case: known, worker, form } = this.base;
    const field = known === null ? `form:${form}` : null;
    const goto: Goto = { screen: "intake", worker: known === null ? worker : null, case: known, day: null, field };
    const body: IntakeDraft = { goto, form: this.form() };
    this.drafts.keep(this.key, `受付票（${this.sheet?.title.split("　")[0] ?? ""}）　${this.values["name"] ?? ""}`, body);
  }

  /** Asks what the sheet says now. What was proposed is asked for anew, because what it came from may have changed. */
  check(): Promise<void> {
    return (this.#checked = this.#check());
  }

  /** The answer to the last key, on its way or come. */
  #checked: Promise<void> = Promise.resolve();

  async #check(): Promise<void> {
    if (!this.sheet) return;
    try {
      const before = this.proposed;
      const answer = await this.#latest.ask(async () => {
        const typed = Object.fromEntries(Object.entries(this.values).map(([id, v]) => [id, before[id] === v ? "" : v]));
        const bare = await rpc("check_intake", this.form(typed));
        const filled = withProposals(typed, {}, bare.proposals, this.#declined);
        if (Object.keys(filled.proposed).length === 0) {
          return { checked: bare, proposals: bare.proposals, judged: typed };
        }
        const checked = await rpc("check_intake", this.form(filled.values));
        return { checked, proposals: bare.proposals, judged: filled.values };
      });
      if (!answer) return;
      const filled = withProposals(this.values, before, answer.proposals, this.#declined);
      this.values = filled.values;
      this.proposed = filled.proposed;
      this.#judged = { ...answer.judged, ...filled.proposed };
      this.checked = answer.checked;
      // A mended value is no 要確認 any more.
      this.kept = this.kept.filter((id) => answer.checked.messages.some((m) => m.field === id));
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  // ---- who and where -------------------------------------------------------------------------------------------

  /** It is somebody already known: what is known fills the boxes that are still empty. */
  async takeWorker(worker: number): Promise<void> {
    try {
      const loaded = await rpc("intake", { case: null, worker, form: this.base.form });
      const old = this.key;
      this.base = { ...this.base, worker: loaded.worker, worker_revision: loaded.worker_revision };
      for (const [id, value] of Object.entries(loaded.fields)) {
        if (value !== "" && (this.values[id] ?? "") === "") this.values[id] = value;
      }
      if (this.key !== old) await this.drafts.drop(old);
      this.keep();
      await this.check();
      status.say("前からの人として続けます");
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  takeEmployer(hit: EmployerHit): void {
    for (const [id, value] of Object.entries(hit.fields)) if (value !== "") this.values[id] = value;
    this.proposed = {};
    this.keep();
    void this.check();
  }

  // ---- saving --------------------------------------------------------------------------------------------------

  /** Saves; wrong values are asked about unless they are to be kept. */
  save(keepAll = false): Promise<void> {
    return this.#queue.add(async () => {
      if (!this.sheet || this.saving) return;
      this.saving = true;
      status.saving();
      try {
        // What the last key brings onto the sheet (the office of a number) belongs to what is saved.
        await this.#checked;
        const saved = await rpc("save_intake", { form: this.form(), keep_all: keepAll });
        this.strict = true;
        this.wrong = saved.saved ? [] : saved.messages;
        if (saved.saved) await this.#saved(saved.form);
        else {
          status.unsaved();
          await this.check();
        }
      } catch (thrown) {
        status.say("保存できませんでした");
        await this.#refused(thrown);
      } finally {
        this.saving = false;
      }
    });
  }

  async #saved(form: IntakeForm): Promise<void> {
    const wasNew = this.isNew;
    await this.drafts.drop(this.key);
    status.saved();
    const place = { worker: form.worker, case: form.case };
    if (wasNew) session.go({ screen: "visit", ...place, field: "new" });
    else this.leave(place);
  }

  /** Back to where the sheet was opened: the visit, the month, or today. */
  leave(place: { worker: number | null; case: number | null } = this.base): void {
    const day = this.#goto?.day ?? null;
    if (day && place.case !== null) session.go({ screen: "visit", worker: place.worker, case: place.case, day });
    else session.back();
  }

  async #refused(thrown: unknown): Promise<void> {
    const stale = asApiError(thrown).code === "stale" && this.base.case !== null;
    session.refused(thrown);
    if (!stale) return;
    // Theirs is the newer revision; what was typed here stays in its boxes and is saved with the next F12.
    const loaded = await rpc("intake", { case: this.base.case, worker: null, form: this.base.form }).catch(() => null);
    if (!loaded) return;
    this.base = { ...this.base, revision: loaded.revision, worker_revision: loaded.worker_revision };
    notices.check("ほかの人が先にこの受付票を直しました。", "内容を確かめてから、もう一度保存してください。");
  }
}
