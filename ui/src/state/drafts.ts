/** Keeps what was typed and not yet saved, so that neither a crash nor a wrong key loses it. */
import { rpc } from "../backend/backend";
import { Queue } from "./latest";

interface Kept {
  key: string;
  title: string;
  body: string;
}

/** Typing may go on this long before it is written down. */
const DELAY = 250;

export class Drafts {
  #waiting: Kept | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue = new Queue();
  #dropped = new Set<string>();

  /** Writes it down soon; {@link flush} does so now. */
  keep(key: string, title: string, body: unknown): void {
    if (this.#waiting && this.#waiting.key !== key) void this.flush();
    this.#dropped.delete(key);
    this.#waiting = { key, title, body: JSON.stringify(body) };
    this.#timer ??= setTimeout(() => void this.flush(), DELAY);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kept = this.#waiting;
    this.#waiting = null;
    if (!kept) return;
    await this.#queue.add(async () => {
      if (this.#dropped.has(kept.key)) return;
      // A draft that cannot be written is no reason to stop somebody who types: saving itself will say so.
      await rpc("save_draft", kept).catch(() => undefined);
    });
  }

  /** What was kept under a key, or null; what cannot be read is nothing. */
  async read<T>(key: string): Promise<T | null> {
    try {
      const { body } = await rpc("draft", { key });
      return body === null ? null : (JSON.parse(body) as T);
    } catch {
      return null;
    }
  }

  /** It is saved, or not wanted. */
  async drop(key: string): Promise<void> {
    if (this.#waiting?.key === key) this.#waiting = null;
    this.#dropped.add(key);
    await this.#queue.add(() => rpc("drop_draft", { key }).catch(() => undefined));
  }
}
