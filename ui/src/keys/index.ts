export { default as FunctionKeys } from "./FunctionKeys.svelte";
export { boxesOf, commitFocused, focusBox, focusFirstBox, moveFrom } from "./boxes";
export { isComposing } from "./composing";
export { action, ACTIONS, type Action, type ActionId, keysOf, type Scope, titleOf } from "./keymap";
export { activeKeys, clearKeys, closeLayer, type KeyBinding, openLayer, provideLayer, setKeys, useKeys } from "./registry.svelte";
export { shownStroke, strokeOf } from "./stroke";
