/** Official masters: what is there, and files on their way in, one after the other. */
import { asApiError, type MasterKept, type MasterMember, type MasterReport, type MastersView, rpc } from "../../backend/backend";
import { formatNumber } from "../../pure/money";
import { session } from "../../state/session.svelte";

/** Bytes of a piece. */
export const PIECE = 1_000_000;

export type JobState = "waiting" | "receiving" | "reading" | "keeping" | "kept" | "same" | "refused" | "stopped";

/** One chosen file on its way. */
export interface Job {
  key: number;
  name: string;
  size: number;
  state: JobState;
  /** Bytes that arrived. */
  received: number;
  /** What it turned out to be: the file, or what lies in the zip. */
  members: readonly MasterMember[];
  reports: readonly MasterReport[];
  /** Why nothing came of it. */
  refused: string;
}

/** Where a file stands, in a word. */
export function stateJa(job: Job): string {
  switch (job.state) {
    case "waiting": return "待っています";
    case "receiving": return `受け取り中 ${job.size > 0 ? Math.floor((job.received * 100) / job.size) : 0}%`;
    case "reading": return "読み取り中";
    case "keeping": return "入れています";
    case "kept": return "入れました";
    case "same": return "もう入っています";
    case "refused": return "入れませんでした";
    case "stopped": return "やめました";
  }
}

/** The bytes as base64; the browser's own reader is the quickest. */
function base64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(new Error(reader.error?.message ?? "unreadable"));
    reader.readAsDataURL(piece);
  });
}

/** Somebody stopped it. */
class Stopped extends Error {}

export class MasterList {
  view = $state.raw<MastersView | null>(null);
  jobs = $state<Job[]>([]);
  busy = $state(false);
  /** Somebody asked to stop; what is at work ends at its next step. */
  stopping = $state(false);
  #last = 0;
  /** Ids of what was sent and is neither kept nor dropped. */
  #open = new Map<number, number>();

  readonly done = $derived(this.jobs.filter((j) => ["kept", "same", "refused", "stopped"].includes(j.state)).length);
  /** How far all of them are, by their bytes; one that is over counts whole. */
  readonly percent = $derived.by(() => {
    const all = this.jobs.reduce((sum, j) => sum + j.size, 0);
    const over = this.jobs.reduce((sum, j) => sum + (["kept", "same", "refused", "stopped"].includes(j.state) ? j.size : j.received), 0);
    return all > 0 ? Math.floor((over * 100) / all) : 0;
  });

  async load(): Promise<void> {
    try {
      this.view = await rpc("masters", {});
    } catch (thrown) {
      session.refused(thrown);
    }
  }

  /** Takes chosen files one by one: send, read, keep. What waits for another one is read again at the end. */
  async take(files: readonly File[]): Promise<void> {
    if (this.busy || files.length === 0) return;
    this.busy = true;
    this.stopping = false;
    this.#open.clear();
    this.jobs = files.map((file) => ({
      key: ++this.#last, name: file.name, size: file.size, state: "waiting", received: 0, members: [], reports: [], refused: "",
    }));
    const again: Job[] = [];
    for (const [at, file] of files.entries()) {
      const job = this.jobs[at];
      if (job) await this.#step(job, () => this.#send(job, file), again);
    }
    for (const job of again) await this.#step(job, () => this.#read(job));
    this.busy = false;
  }

  stop(): void {
    if (this.busy) this.stopping = true;
  }

  async #step(job: Job, work: () => Promise<void>, again?: Job[]): Promise<void> {
    try {
      await work();
      if (job.members.some((m) => m.state === "waits") && again && job.state === "refused") return void again.push(job);
    } catch (thrown) {
      job.state = thrown instanceof Stopped ? "stopped" : "refused";
      job.refused = thrown instanceof Stopped ? "途中でやめました。このファイルからは何も入れていません。" : asApiError(thrown).message;
    }
    await this.#drop(job);
  }

  async #drop(job: Job): Promise<void> {
    const id = this.#open.get(job.key);
    this.#open.delete(job.key);
    if (id !== undefined) await rpc("drop_master", { id }).catch(() => undefined);
  }

  #goesOn(): void {
    if (this.stopping) throw new Stopped();
  }

  async #send(job: Job, file: File): Promise<void> {
    this.#goesOn();
    job.state = "receiving";
    const { id } = await rpc("begin_master", { name: file.name, size: file.size });
    this.#open.set(job.key, id);
    for (let at = 0; at < file.size; at += PIECE) {
      const piece = await base64(file.slice(at, at + PIECE));
      this.#goesOn();
      job.received = (await rpc("put_master_chunk", { id, base64: piece })).received;
    }
    await this.#read(job);
  }

  /** Reads what was sent and keeps what can be kept. */
  async #read(job: Job): Promise<void> {
    const id = this.#open.get(job.key);
    if (id === undefined) return;
    this.#goesOn();
    job.state = "reading";
    const { members } = await rpc("read_master", { id });
    job.members = members;
    if (!members.some((m) => m.state === "ready")) {
      job.state = members.every((m) => m.state === "same") ? "same" : "refused";
      return;
    }
    this.#goesOn();
    job.state = "keeping";
    const kept: MasterKept = await rpc("keep_master", { id });
    this.#open.delete(job.key);
    this.view = kept.masters;
    job.reports = [...job.reports, ...kept.reports];
    job.state = "kept";
  }

  report(file: number, query = ""): Promise<MasterReport | null> {
    return rpc("master_report", { file, query }).catch((thrown: unknown) => {
      session.refused(thrown);
      return null;
    });
  }

  /** Takes a load back, or puts it back. */
  async turn(file: number, back: boolean): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      this.view = await rpc(back ? "take_back_master" : "put_back_master", { file });
      return true;
    } catch (thrown) {
      session.refused(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** What is said of a file, with its name once. */
export function sentenceOf(member: MasterMember): string {
  return member.message.startsWith(member.name) ? member.message : `${member.name}　${member.message}`;
}

export const number = (value: number): string => formatNumber(String(value));
