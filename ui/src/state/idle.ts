/** When nobody has touched a key or the mouse for a while. */
const SIGNS = ["keydown", "pointermove", "pointerdown", "wheel"] as const;

export const IDLE_MINUTES = 10;

/**
 * Runs once nobody has done anything for the given minutes, and again after each further wait. A computer that slept
 * counts its sleep: the first key after it comes too late. Returns what ends the watch.
 */
export function watchIdle(run: () => void, minutes = IDLE_MINUTES): () => void {
  const limit = minutes * 60_000;
  let last = Date.now();
  let timer = setTimeout(check, limit);

  function check(): void {
    const left = last + limit - Date.now();
    if (left <= 0) {
      last = Date.now();
      run();
    }
    timer = setTimeout(check, left <= 0 ? limit : left);
  }

  function sign(): void {
    const now = Date.now();
    if (now - last >= limit) run();
    last = now;
  }

  for (const name of SIGNS) window.addEventListener(name, sign, { capture: true, passive: true });
  return () => {
    clearTimeout(timer);
    for (const name of SIGNS) window.removeEventListener(name, sign, { capture: true });
  };
}
