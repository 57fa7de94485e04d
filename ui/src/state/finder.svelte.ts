import { Latest } from "./latest";

/** What is found while somebody types. Enter may come before the answer: it then waits for the answer to what was typed. */
export class Finder<T> {
  text = $state("");
  hits = $state.raw<readonly T[]>([]);
  busy = $state(false);

  #latest = new Latest();
  #answered = "";
  #last: Promise<void> = Promise.resolve();

  /** `offers` stand there while nothing is typed. */
  constructor(
    private readonly find: (text: string) => Promise<readonly T[]>,
    private readonly refused: (thrown: unknown) => void,
    private readonly offers: () => readonly T[] = () => [],
  ) {}

  search(text: string): void {
    this.text = text;
    if (text.trim() === "") {
      this.#latest.drop();
      this.#answered = text;
      this.hits = this.offers();
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#last = this.#search(text);
  }

  async #search(text: string): Promise<void> {
    try {
      const hits = await this.#latest.ask(() => this.find(text));
      if (hits === undefined) return;
      this.hits = hits;
      this.#answered = text;
      this.busy = false;
    } catch (thrown) {
      this.hits = [];
      this.busy = false;
      this.refused(thrown);
    }
  }

  /** The hit somebody took. The top one of an older answer becomes the top one of what stands in the box. */
  async taken(hit: T | undefined): Promise<T | undefined> {
    if (hit !== undefined && hit !== this.hits[0]) return hit;
    while (this.busy && this.#answered !== this.text) await this.#last;
    return this.hits[0];
  }

  /** Empties the box, or puts a text there that is not searched for. */
  set(text = ""): void {
    this.#latest.drop();
    this.text = text;
    this.#answered = text;
    this.busy = false;
    this.hits = this.offers();
  }
}
