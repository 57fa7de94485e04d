import { Latest } from "./latest";

/** What is found while somebody types. Enter may come before the answer: it then waits for the answer to what was typed. */
export class Finder<T> {
  text = $state("");
  hits = $state.raw<readonly T[]>([]);
  busy = $state(false);

  #latest = new Latest();
  #answered = "";
  /** The answer to what stands in the box, while it is under way. */
  #coming: Promise<readonly T[]> | null = null;

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
    this.#coming = this.find(text);
    void this.#search(text, this.#coming);
  }

  async #search(text: string, coming: Promise<readonly T[]>): Promise<void> {
    try {
      const hits = await this.#latest.ask(() => coming);
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

  /** The hits of what stands in the box at this moment, whatever is typed behind it. */
  async answer(): Promise<readonly T[]> {
    if (!this.busy || this.#answered === this.text || !this.#coming) return this.hits;
    // Why it failed is said by the search itself.
    return this.#coming.catch(() => []);
  }

  /** The hit somebody took. The top one of an older answer becomes the top one of what stands in the box. */
  async taken(hit: T | undefined): Promise<T | undefined> {
    if (hit !== undefined && hit !== this.hits[0]) return hit;
    return (await this.answer())[0];
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
