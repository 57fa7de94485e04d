/** The clinic while it is being entered: what was loaded, what was typed, what the program says about it. */
import { asApiError, type FacilityForm, type FieldMessage, rpc } from "../../backend/backend";
import type { Message } from "../../fields";
import { notices, status } from "../../parts";
import { session } from "../../state/session.svelte";

const DRAFT = "settings";

export const EMPTY: FacilityForm = {
  revision: 0, name: "", hospital_number: "", institution_code: "", postal_code: "", address: "", municipality: "",
  telephone: "", director: "", labor_bureau: "", kind: "clinic", beds: "0", establishment: "", declared_tax_class: [],
  hours: [], notices: [], claims_by: [], itemized_statements: false, departments: [], staff: [],
};

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What stands on the disk now, with everything kept that was typed since `base` was loaded. */
export function merged(base: FacilityForm, typed: FacilityForm, fresh: FacilityForm): FacilityForm {
  const kept = Object.entries(typed).filter(([key, value]) => !same(value, base[key as keyof FacilityForm]));
  return { ...fresh, ...Object.fromEntries(kept), revision: fresh.revision };
}

/** Whether nothing stands at `hours.0.to` yet. */
function isEmptyAt(form: FacilityForm, field: string): boolean {
  const value = field.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], form);
  return value === "" || (Array.isArray(value) && value.length === 0);
}

export class FacilityState {
  form = $state<FacilityForm>(structuredClone(EMPTY));
  messages = $state.raw<readonly FieldMessage[]>([]);
  loaded = $state(false);
  saving = $state(false);
  /** Saving was tried: now boxes complain about being empty too. */
  strict = $state(false);
  /** As it stands on the disk. */
  base = $state.raw<FacilityForm>(EMPTY);

  /** The notice that what stands here is not saved. */
  #told = 0;

  readonly dirty = $derived(this.loaded && !same(this.form, this.base));

  async load(): Promise<void> {
    try {
      const form = await rpc("facility", {});
      this.#take(form);
      const { body } = await rpc("draft", { key: DRAFT });
      if (body) this.#takeDraft(body);
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  #take(form: FacilityForm): void {
    this.base = form;
    this.form = structuredClone(form);
    this.loaded = true;
  }

  #takeDraft(body: string): void {
    try {
      const { base, form } = JSON.parse(body) as { base: FacilityForm; form: FacilityForm };
      this.form = merged(base, form, this.base);
      if (this.dirty) this.#told = notices.check("保存していない書きかけを開きました。", "よければ F12 で保存してください。");
    } catch {
      // A draft of an older version is of no use here; what is saved stands as it is.
      void rpc("drop_draft", { key: DRAFT });
    }
  }

  messageOf = (field: string): Message | undefined => {
    const found = this.messages.find((m) => m.field === field);
    if (!this.strict && isEmptyAt(this.form, field)) return undefined;
    return found && { severity: found.severity === "blocks" ? "blocks" : "check", text: found.text };
  };

  /** Asks what is wrong with what stands here; nothing is saved. */
  async check(): Promise<void> {
    try {
      const { messages } = await rpc("check_facility", $state.snapshot(this.form));
      this.messages = messages;
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** True where it was saved. */
  async save(): Promise<boolean> {
    if (this.saving) return false;
    this.saving = this.strict = true;
    this.#dropBlankRows();
    status.saving();
    try {
      const { saved, messages, form } = await rpc("save_facility", $state.snapshot(this.form));
      this.messages = messages;
      status.say("");
      if (!saved) return false;
      this.#take(form);
      notices.close(this.#told);
      status.saved();
      await rpc("drop_draft", { key: DRAFT });
      await session.refresh();
      return true;
    } catch (thrown) {
      status.say("");
      const error = asApiError(thrown);
      if (error.code === "stale") await this.#reload();
      else session.refused(error);
      return false;
    } finally {
      this.saving = false;
    }
  }

  /** A row that was added and never filled says nothing. */
  #dropBlankRows(): void {
    const { form } = this;
    form.staff = form.staff.filter((s) => s.name !== "");
    form.hours = form.hours.filter((h) => h.from !== "" || h.to !== "");
    form.departments = form.departments.filter((d) => d !== "");
    form.claims_by = form.claims_by.filter((c) => c.from !== "");
    form.declared_tax_class = form.declared_tax_class.filter((t) => t.from !== "");
  }

  /** Somebody else saved first: theirs is taken over where nothing was typed here. */
  async #reload(): Promise<void> {
    try {
      const fresh = await rpc("facility", {});
      this.form = merged(this.base, $state.snapshot(this.form), fresh);
      this.base = fresh;
      this.#told = notices.check(
        "ほかの画面で先に直されていたので、まだ保存していません。その変更を読み込み、ここで入れたものも残しました。",
        "確かめて、もう一度 F12 で保存してください。",
      );
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Keeps what was typed and not saved, so that leaving loses nothing. */
  async keep(): Promise<void> {
    if (!this.dirty) return;
    const body = JSON.stringify({ base: this.base, form: this.form });
    try {
      await rpc("save_draft", { key: DRAFT, title: "設定（医療機関）", body });
      status.say("書きかけを残しました");
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Back to what is saved. */
  async revert(): Promise<void> {
    this.form = structuredClone(this.base);
    this.messages = [];
    notices.close(this.#told);
    await rpc("drop_draft", { key: DRAFT }).catch((thrown: unknown) => session.refused(thrown));
  }
}
