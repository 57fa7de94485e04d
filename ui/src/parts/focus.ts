/** Keeping the focus inside a dialog. */

const FOCUSABLE =
  'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

export function focusablesOf(container: Element): HTMLElement[] {
  return [...container.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (e) => e.tabIndex >= 0 && !e.matches(":disabled") && !e.closest("[hidden], [inert]") && (e.checkVisibility?.() ?? true),
  );
}

/** Where a dialog starts: the marked element, the first box, else the first that takes the focus. */
export function firstFocusOf(container: HTMLElement): HTMLElement {
  return (
    container.querySelector<HTMLElement>("[data-autofocus]") ??
    container.querySelector<HTMLElement>("[data-box]:not(:disabled)") ??
    focusablesOf(container).find((e) => !e.matches(".close")) ??
    focusablesOf(container)[0] ??
    container
  );
}

/** Tab at the end comes back to the beginning, Shift+Tab the other way round. */
export function keepTabWithin(event: KeyboardEvent, container: HTMLElement): void {
  if (event.key !== "Tab") return;
  const all = focusablesOf(container);
  const first = all[0];
  const last = all[all.length - 1];
  const at = document.activeElement;
  if (!first || !last) event.preventDefault();
  else if (event.shiftKey && (at === first || at === container)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && at === last) {
    event.preventDefault();
    first.focus();
  }
}
