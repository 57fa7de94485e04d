/**
 * Whether a key belongs to the input method. 229 is what WebKit and old Chromium send for the Enter that only ends a
 * composition. Everything that acts on a key asks this first.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
