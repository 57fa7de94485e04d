/** A key with its modifiers as one word, as it stands in the key table: `F2`, `Ctrl+Enter`, `Alt+ArrowDown`. */
export function strokeOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  // Shift is already in a sign such as `?`, but not in a letter.
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key));
  return [event.ctrlKey ? "Ctrl" : "", event.altKey ? "Alt" : "", shift ? "Shift" : "", key].filter(Boolean).join("+");
}

const SHOWN: Record<string, string> = {
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  PageUp: "PageUp",
  PageDown: "PageDown",
  Space: "スペース",
};

/** The same for people: `Alt+↓`, `Esc`. */
export function shownStroke(stroke: string): string {
  return stroke
    .split("+")
    .map((part) => SHOWN[part] ?? part)
    .join("+");
}

/** Keys whose own meaning in a web view (help, search, reload, print, history) has no place in a desk. */
const TAKEN = new Set([
  "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12",
  "Shift+F5", "Shift+F7", "Shift+F10", "Ctrl+F5",
  "Ctrl+F", "Ctrl+G", "Ctrl+H", "Ctrl+J", "Ctrl+O", "Ctrl+P", "Ctrl+R", "Ctrl+S", "Ctrl+U", "Ctrl+Shift+R",
  "Alt+ArrowLeft", "Alt+ArrowRight",
]);

export function isTaken(stroke: string): boolean {
  return TAKEN.has(stroke);
}
