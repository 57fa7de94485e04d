/** The quiet line that says whether what was entered is kept. */

let text = $state("");
const UNSAVED = "まだ保存していません";

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
  /** It was refused: what was typed stands there and waits. */
  unsaved(): void {
    text = UNSAVED;
  },
  /** What waited was given up, or is kept as a draft. */
  settled(words = ""): void {
    if (text === UNSAVED) text = words;
  },
  say(words: string): void {
    text = words;
  },
};
