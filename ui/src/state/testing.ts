/** Mounting a screen and pressing its keys, for tests. */
import { clearMocks } from "@tauri-apps/api/mocks";
import { type Component, flushSync, mount, unmount } from "svelte";
import { closeLayer, openLayer } from "../keys";
import { session } from "./session.svelte";
import type { Status } from "../backend/bindings";

// jsdom has no CSS.escape, which finds a box by its name.
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") } as typeof CSS;

let mounted: Record<string, unknown> | null = null;

export function show<P extends Record<string, unknown>>(component: Component<P>, props: P): void {
  mounted = mount(component as Component, { target: document.body, props });
  flushSync();
}

/** After each test: nothing of it is left. */
export async function clear(): Promise<void> {
  if (mounted) await unmount(mounted);
  mounted = null;
  clearMocks();
  closeLayer(openLayer());
  document.body.replaceChildren();
}

/** A session at an open desk, as if the person had just come in. */
export function sit(status: Status, actor: string): void {
  session.status = null;
  session.opened = 0;
  session.take(status);
  session.act(actor);
}

/** Waits until what was asked has been answered and shown. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 12; i++) await Promise.resolve();
  await new Promise((done) => setTimeout(done, 0));
  flushSync();
}

const NAMED: Record<string, Partial<KeyboardEventInit>> = { "Ctrl+L": { key: "l", ctrlKey: true }, "Shift+F5": { key: "F5", shiftKey: true } };

/** A key on what has the focus. */
export async function press(key: string): Promise<void> {
  const init: KeyboardEventInit = NAMED[key] ?? { key: key === "Space" ? " " : key };
  const to = document.activeElement ?? document.body;
  const event = new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true });
  to.dispatchEvent(event);
  // The browser clicks a button in focus by Enter; jsdom does not.
  if (key === "Enter" && !event.defaultPrevented && to instanceof HTMLButtonElement) to.click();
  await settle();
}

/** Types into the box in focus. */
export async function type(text: string): Promise<void> {
  const box = document.activeElement as HTMLInputElement;
  box.value = text;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await settle();
}

export const textOf = (selector: string): string => document.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
