/** The quiet line that says whether what was entered is kept. */

let text = $state("");

export const status = {
  get text(): string {
    return text;
  },
  /** `10:32`, or none for the computer's clock. */
  saved(at?: string): void {
    const now = new Date();
    text = `保存しました ${at ?? `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`}`;
  },
  saving(): void {
    text = "保存しています…";
  },
  say(words: string): void {
    text = words;
  },
};
