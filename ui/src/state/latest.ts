/** Of several questions asked one after the other only the newest one's answer counts; the others are dropped. */
export class Latest {
  #asked = 0;

  /** The answer, or `undefined` where something newer was asked meanwhile. A refusal of an old question is dropped too. */
  async ask<T>(question: () => Promise<T>): Promise<T | undefined> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const answer = await question();
      return mine === this.#asked ? answer : undefined;
    } catch (thrown) {
      if (mine !== this.#asked) return undefined;
      throw thrown;
    }
  }

  /** Whatever is under way comes too late. */
  drop(): void {
    this.#asked += 1;
  }
}

/** Work that must not overtake itself: each piece starts when the one before has ended, well or badly. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  add<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }
}
