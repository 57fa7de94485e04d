/** The order of the boxes of a form: Enter goes to the next, Shift+Enter back. */

const BOX = "input[data-box], select[data-box], textarea[data-box], button[data-box], [data-box][tabindex]";

/** Fired on a box before its window loses sight of it, so that the field takes what stands in it. */
export const COMMIT = "boxcommit";
/** Fired on the container when Enter leaves the last box. */
export const END = "boxesend";

function isOpen(element: HTMLElement): boolean {
  if (element.matches(":disabled") || element.closest("[hidden], [inert]")) return false;
  return element.checkVisibility?.() ?? true;
}

export function boxesOf(container: Element): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>(BOX)].filter(
    (box) => box.closest("[data-boxes]") === container && isOpen(box),
  );
}

/** Moves from a box to the next or previous one. False where it stands in no container. */
export function moveFrom(box: Element, step: 1 | -1): boolean {
  const container = box.closest("[data-boxes]");
  if (!container) return false;
  const boxes = boxesOf(container);
  // What is no box itself (a button beside one) goes to the box behind or before it.
  const side = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const beyond = boxes.filter((other) => box.compareDocumentPosition(other) & side);
  const next = step === 1 ? beyond[0] : beyond[beyond.length - 1];
  if (next) next.focus();
  else if (step === 1) {
    commitFocused();
    container.dispatchEvent(new CustomEvent(END, { bubbles: true }));
  }
  return true;
}

/** Makes the field in focus take what stands in its box, as leaving it would. */
export function commitFocused(): void {
  document.activeElement?.dispatchEvent(new CustomEvent(COMMIT));
}

export function focusFirstBox(container: Element | null | undefined): void {
  if (container) boxesOf(container)[0]?.focus();
}

/** Goes to the box of a field by its `name`, as a fault on a list does. True where there is one. */
export function focusBox(name: string, within: ParentNode = document): boolean {
  const box = within.querySelector<HTMLElement>(`[data-box][name="${CSS.escape(name)}"]`);
  box?.focus();
  box?.scrollIntoView?.({ block: "center" });
  return box !== null;
}
