/** Who listens to which key now. Dialogs lie on top of the screen as layers; only the top layer's keys are active. */
import { getContext, setContext } from "svelte";

export interface KeyBinding {
  /** `F2`, `Ctrl+Enter`, `Alt+ArrowDown`, `Escape`. */
  key: string;
  /** More keys for the same. */
  also?: readonly string[];
  /** What it does, in a word or two. */
  ja: string;
  run: (event?: KeyboardEvent) => void;
  enabled?: boolean;
  /** Works, but does not stand on the strip. */
  hidden?: boolean;
}

interface Entry {
  owner: unknown;
  layer: number;
  bindings: readonly KeyBinding[];
}

/**
 * Kept beside Svelte, with a sign that they changed: what goes away clears its keys in a teardown, and there a state
 * still reads as it was before, so that the keys of what came meanwhile would be lost.
 */
let entries: readonly Entry[] = [];
let layers: readonly number[] = [0];
let lastLayer = 0;
let changes = 0;
let changed = $state(0);

function change(to: { entries?: readonly Entry[]; layers?: readonly number[] }): void {
  entries = to.entries ?? entries;
  layers = to.layers ?? layers;
  changes += 1;
  changed = changes;
}

const CONTEXT = Symbol("key layer");

/** Opens a layer over all others: what lies beneath hears no key until it is closed. */
export function openLayer(): number {
  lastLayer += 1;
  change({ layers: [...layers, lastLayer] });
  return lastLayer;
}

export function closeLayer(layer: number): void {
  change({ layers: layers.filter((l) => l !== layer), entries: entries.filter((e) => e.layer !== layer) });
}

/** Components within belong to this layer. */
export function provideLayer(layer: number): void {
  setContext(CONTEXT, layer);
}

/** Gives an owner these keys, in place of those it had. Returns what takes them away. */
export function setKeys(owner: unknown, bindings: readonly KeyBinding[], layer = 0): () => void {
  const entry = { owner, layer, bindings };
  const at = entries.findIndex((e) => e.owner === owner);
  change({ entries: at < 0 ? [...entries, entry] : entries.with(at, entry) });
  return () => clearKeys(owner);
}

export function clearKeys(owner: unknown): void {
  change({ entries: entries.filter((e) => e.owner !== owner) });
}

/** The keys of a component while it is mounted; they follow what the function reads. */
export function useKeys(bindings: () => readonly KeyBinding[]): void {
  const layer = getContext<number | undefined>(CONTEXT) ?? 0;
  const owner = {};
  // Replaced in place while mounted, so that a change beneath does not climb over what came later.
  $effect.pre(() => {
    setKeys(owner, bindings(), layer);
  });
  $effect.pre(() => () => clearKeys(owner));
}

/** What is active now; of two bindings of one key the later owner's stands first. */
export function activeKeys(): KeyBinding[] {
  void changed;
  const top = layers[layers.length - 1];
  return entries.filter((e) => e.layer === top).reverse().flatMap((e) => e.bindings);
}

/** The enabled binding of a key, if there is one. */
export function bindingOf(stroke: string): KeyBinding | undefined {
  return activeKeys().find((b) => b.enabled !== false && (b.key === stroke || b.also?.includes(stroke)));
}
