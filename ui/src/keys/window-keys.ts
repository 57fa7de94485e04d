/** What the window does with a key that no field, list or dialog has taken. */
import { commitFocused, moveFrom } from "./boxes";
import { isComposing } from "./composing";
import { bindingOf } from "./registry.svelte";
import { isTaken, strokeOf } from "./stroke";

type TextBox = HTMLInputElement | HTMLTextAreaElement;

/** What stood in the text box in focus when it was entered, to know whether it has something of its own to undo. */
let entered: { box: TextBox; text: string } | null = null;

function asTextBox(target: EventTarget | null): TextBox | null {
  if (target instanceof HTMLTextAreaElement) return target;
  const text = target instanceof HTMLInputElement && !["radio", "checkbox", "button"].includes(target.type);
  return text ? target : null;
}

export function onWindowFocusIn(event: FocusEvent): void {
  const box = asTextBox(event.target);
  entered = box && { box, text: box.value };
}

/** `help` gets the id of the nearest `data-help` around the focus. */
export function onWindowKeyDown(event: KeyboardEvent, help?: (id: string | null) => void): void {
  if (event.defaultPrevented || isComposing(event)) return;
  const stroke = strokeOf(event);
  if (isTaken(stroke)) event.preventDefault();

  if (stroke === "F1" && help) {
    help(helpIdOf(document.activeElement));
    return;
  }
  if (stroke === "Enter" || stroke === "Shift+Enter" || stroke === "Alt+Enter") {
    if (onEnter(event, stroke)) event.preventDefault();
    return;
  }
  const box = asTextBox(event.target);
  if (box && belongsToText(stroke, box)) return;
  const binding = bindingOf(stroke);
  if (!binding) return;
  event.preventDefault();
  if (!event.repeat || stroke.includes("Arrow") || stroke.startsWith("Page")) {
    commitFocused();
    binding.run(event);
  }
}

export function helpIdOf(element: Element | null): string | null {
  return element?.closest("[data-help]")?.getAttribute("data-help") ?? null;
}

/** Undo goes to the text as long as something was typed since the box was entered; single letters always do. */
function belongsToText(stroke: string, box: TextBox): boolean {
  if (stroke === "Ctrl+Z" || stroke === "Ctrl+Y" || stroke === "Ctrl+Shift+Z") {
    return entered?.box === box && entered.text !== box.value;
  }
  return ["Space", "Home", "End", "ArrowLeft", "ArrowRight", "Delete", "Backspace"].includes(stroke) || [...stroke].length === 1;
}

/** True where the key is used up. */
function onEnter(event: KeyboardEvent, stroke: string): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  const textarea = target instanceof HTMLTextAreaElement ? target : null;
  if (stroke === "Alt+Enter") {
    if (!textarea || textarea.readOnly || textarea.dataset["singleLine"] !== undefined) return false;
    insertLine(textarea);
    return true;
  }
  const clicks = target.matches("button, a[href], summary, [role=button]");
  if (stroke === "Enter" && clicks) return false;
  return moveFrom(target, stroke === "Enter" ? 1 : -1);
}

function insertLine(textarea: HTMLTextAreaElement): void {
  // execCommand is the only way that keeps the text's own undo.
  if (document.execCommand?.("insertText", false, "\n")) return;
  textarea.setRangeText("\n", textarea.selectionStart, textarea.selectionEnd, "end");
  textarea.dispatchEvent(new Event("input", { bubbles: true }));
}
