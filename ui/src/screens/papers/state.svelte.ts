/** The papers of one case: the list, and the one that is being written. */
import {
  asApiError, type FieldMessage, type Goto, type IssuedPaper, type PaperForm, type PaperSheets, type PapersView, type PaperView, rpc,
} from "../../backend/backend";
import type { Message } from "../../fields";
import { ask, notices, status } from "../../parts";
import { Drafts } from "../../state/drafts";
import { Latest, Queue } from "../../state/latest";
import { printing } from "../../state/printing.svelte";
import { session } from "../../state/session.svelte";
import { draftKey, gotoOf, monthPlus, same } from "./shown";

interface PaperDraft {
  /** The way back from the list of drafts. */
  goto: Goto;
  form: PaperForm;
}

/** Typing may go on this long before the sheet is drawn anew. */
const DELAY = 250;

export class PapersDesk {
  view = $state.raw<PapersView | null>(null);
  /** The paper that is open. */
  paper = $state.raw<PaperView | null>(null);
  values = $state<Record<string, string>>({});
  messages = $state.raw<readonly FieldMessage[]>([]);
  sheets = $state.raw<PaperSheets | null>(null);
  /** What was typed before and not saved stands here again. */
  restored = $state(false);
  saving = $state(false);
  /** Key of the issued paper the arrows stand on. */
  at = $state<string | null>(null);

  readonly drafts = new Drafts();
  #queue = new Queue();
  #latest = new Latest();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is kept, or what was filled in by itself. */
  #base = $state.raw<Readonly<Record<string, string>>>({});
  /** The values that the messages are about. */
  #judged = $state.raw<Readonly<Record<string, string>>>({});

  form = $derived<PaperForm | null>(this.paper ? { ...this.paper.form, values: { ...this.values } } : null);
  changed = $derived(this.paper !== null && !same(this.values, this.#base));
  isNew = $derived(this.paper?.form.id === null);
  frozen = $derived((this.paper?.refused ?? "") !== "");
  fields = $derived(this.paper?.groups.flatMap((g) => g.fields) ?? []);
  picked = $derived<IssuedPaper | undefined>(this.view?.issued.find((p) => `${p.id}` === this.at));

  // ---- the list ------------------------------------------------------------------------------------------------

  /** Opens what the jump asks for: the list, a new paper, or a kept one. */
  async open(goto: Goto): Promise<void> {
    if (goto.case === null) return;
    await this.load(goto.case, goto.day?.slice(0, 7) ?? "");
    const [what, which] = (goto.field ?? "").split(":");
    if (what === "new" && which) await this.begin(which);
    else if (what === "id" && which) await this.edit(Number(which));
  }

  async load(id: number, month: string): Promise<void> {
    try {
      this.take(await rpc("papers", { case: id, month }));
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  take(view: PapersView): void {
    this.view = view;
    if (!view.issued.some((p) => `${p.id}` === this.at)) this.at = view.issued[0] ? `${view.issued[0].id}` : null;
  }

  async turn(by: 1 | -1): Promise<void> {
    if (!this.view) return;
    const month = monthPlus(this.view.month, by);
    await this.load(this.view.case, month);
    session.remember({ day: this.view.month });
  }

  // ---- opening a paper -----------------------------------------------------------------------------------------

  /** A new paper of a kind, filled from what is known. */
  async begin(paper: string): Promise<void> {
    const view = this.view;
    if (!view) return;
    await this.#open(() => rpc("paper", { id: null, case: view.case, paper, day: view.day }));
  }

  async edit(id: number): Promise<void> {
    const view = this.view;
    if (!view) return;
    await this.#open(() => rpc("paper", { id, case: view.case, paper: "", day: "" }));
  }

  async #open(load: () => Promise<PaperView>): Promise<void> {
    try {
      const paper = await load();
      this.#show(paper, paper.form.values);
      const draft = await this.drafts.read<PaperDraft>(draftKey(paper.form));
      if (draft && draft.form.paper === paper.form.paper && !same(draft.form.values, paper.form.values)) {
        this.values = { ...draft.form.values };
        this.restored = true;
        if (draft.form.revision !== paper.form.revision) {
          notices.check("この文書は、その後ほかの人が直しています。", "書きかけと違うところを確かめてから保存してください。");
        }
      }
      await this.draw();
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  #show(paper: PaperView, values: Readonly<Record<string, string>>): void {
    this.paper = paper;
    this.values = { ...values };
    this.#base = { ...values };
    this.messages = [];
    this.sheets = null;
    this.restored = false;
  }

  // ---- typing --------------------------------------------------------------------------------------------------

  /** Every key: kept, and soon drawn. */
  type(id: string, value: string): void {
    if (this.values[id] === value || this.frozen) return;
    this.values[id] = value;
    this.#keep();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.draw(), DELAY);
  }

  /** A box was left with another value. */
  change(id: string, value: string): void {
    this.type(id, value);
    void this.drafts.flush();
  }

  #keep(): void {
    const { form, view, paper } = this;
    if (!form || !paper) return;
    status.unsaved();
    const body: PaperDraft = { goto: gotoOf(form, view?.worker ?? null, view?.month ?? ""), form };
    this.drafts.keep(draftKey(form), `${paper.name}　${view?.name ?? ""}`, body);
  }

  /** The sheet as it would be printed now. */
  async draw(): Promise<void> {
    clearTimeout(this.#timer);
    const form = this.form;
    if (!form) return;
    try {
      const sheets = await this.#latest.ask(() => rpc("paper_sheet", form));
      if (sheets) this.sheets = sheets;
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  messageOf(id: string): Message | null {
    const found = this.messages.find((m) => m.field === id);
    // What was said of another value says nothing of this one.
    if (!found || (this.values[id] ?? "") !== (this.#judged[id] ?? "")) return null;
    return { severity: found.severity === "check" ? "check" : "blocks", text: found.text };
  }

  /** Fields somebody should look at, in printed order. */
  get faults(): string[] {
    return this.fields.map((f) => f.id).filter((id) => this.messageOf(id) !== null);
  }

  // ---- saving and leaving --------------------------------------------------------------------------------------

  /** True where it is kept as it stands. */
  save(): Promise<boolean> {
    return this.#queue.add(async () => {
      const form = this.form;
      if (!form || !this.paper || this.frozen) return false;
      this.saving = true;
      status.saving();
      try {
        const key = draftKey(form);
        const saved = await rpc("save_paper", { form });
        this.messages = saved.messages;
        this.#judged = { ...form.values };
        if (!saved.saved) {
          status.unsaved();
          return false;
        }
        this.#judged = { ...saved.form.values };
        // What was typed while it was saved stays, and is not kept yet.
        const meanwhile = Object.entries(this.values).filter(([id, v]) => v !== (form.values[id] ?? ""));
        this.paper = { ...this.paper, form: saved.form };
        this.#base = { ...saved.form.values };
        this.values = { ...saved.form.values, ...Object.fromEntries(meanwhile) };
        this.restored = false;
        this.at = `${saved.form.id}`;
        await this.drafts.drop(key);
        if (meanwhile.length > 0) this.#keep();
        else status.saved();
        await this.draw();
        return meanwhile.length === 0;
      } catch (thrown) {
        status.say("保存できませんでした");
        const stale = asApiError(thrown).code === "stale";
        session.refused(thrown);
        if (stale) await this.#meet();
        return false;
      } finally {
        this.saving = false;
      }
    });
  }

  /** Somebody else saved it meanwhile: what was typed here stays, and the next F12 saves it over theirs. */
  async #meet(): Promise<void> {
    const id = this.paper?.form.id;
    if (!this.paper || id == null) return;
    const theirs = await rpc("paper", { id, case: this.paper.form.case, paper: "", day: "" }).catch(() => null);
    if (!theirs || !this.paper) return;
    this.paper = { ...this.paper, form: { ...this.paper.form, revision: theirs.form.revision } };
    this.#base = { ...theirs.form.values };
    notices.check("ほかの人が先にこの文書を直しました。", "内容を確かめてから、もう一度保存してください。");
  }

  /** Back to the list. What was typed and not saved is asked about. False where somebody goes on writing. */
  async close(): Promise<boolean> {
    const { form, view } = this;
    if (!form || !view) return true;
    if (this.changed) {
      const sure = await ask({
        title: "書きかけを捨てますか",
        text: "保存していないところがあります。捨てると元に戻せません。",
        yes: "捨てる",
        no: "続けて書く",
        danger: true,
      });
      if (!sure) return false;
    }
    clearTimeout(this.#timer);
    this.#latest.drop();
    await this.drafts.drop(draftKey(form));
    // The list is whole before it is shown: its focus stands on what was just written.
    await this.load(view.case, view.month);
    this.paper = null;
    this.messages = [];
    this.sheets = null;
    status.settled();
    return true;
  }

  async remove(paper: IssuedPaper): Promise<void> {
    const sure = await ask({
      title: "文書を消しますか",
      text: `${paper.issued_ja}の「${paper.name}」を消します。消した後も、その月の診療入力で Ctrl+Z を押すと戻せます。`,
      yes: "消す",
      danger: true,
    });
    if (!sure || !this.view) return;
    const { case: id, month } = this.view;
    try {
      await rpc("remove_paper", { id: paper.id, revision: paper.revision });
      status.say("文書を消しました");
    } catch (thrown) {
      session.refused(thrown);
    }
    await this.load(id, month);
  }

  // ---- paper ---------------------------------------------------------------------------------------------------

  /** What leaves the desk is what is kept. */
  async #kept(): Promise<boolean> {
    if (this.frozen || (!this.isNew && !this.changed)) return true;
    return this.save();
  }

  async print(): Promise<boolean> {
    if (!(await this.#kept())) return false;
    await this.draw();
    const sheets = this.sheets;
    if (!sheets) return false;
    if (sheets.problems.length > 0) {
      notices.fail({ what: `印刷できません。${sheets.problems.join("　")}`, safe: "文書は保存してあります。" });
      return false;
    }
    await printing.print(sheets.pages);
    return true;
  }

  async pdf(): Promise<boolean> {
    if (!(await this.#kept())) return false;
    const id = this.paper?.form.id;
    if (id == null) return false;
    try {
      const { message } = await rpc("write_paper_pdf", { id });
      notices.tell(message);
      return true;
    } catch (thrown) {
      session.refused(thrown);
      return false;
    }
  }
}
