export interface Message {
  /** `blocks`: no claim can be made with it (red). `check`: somebody should look again (amber). */
  severity: "blocks" | "check";
  /** One plain sentence. */
  text: string;
}

/** What every field takes beside its value. */
export interface FieldProps {
  label: string;
  /** The number printed on the paper: `⑤`. */
  no?: string | undefined;
  /** Name of the box, for `focusBox`. */
  name?: string | undefined;
  /** A word or two below the box, always there. */
  hint?: string | undefined;
  message?: Message | undefined | null;
  /** The value stays although something is wrong with it. Given (or `onkeep` given), the field offers Ctrl+K. */
  kept?: boolean | undefined;
  onkeep?: ((kept: boolean) => void) | undefined;
  /** Id of the help page F1 opens here. */
  help?: string | undefined;
  /** Characters the box shows: full-width ones in text, half-width ones in numbers, dates and codes. */
  width?: number | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  readonly?: boolean | undefined;
  /** The label is there for screen readers only. */
  hideLabel?: boolean | undefined;
  placeholder?: string | undefined;
}

/** A field whose value is text. */
export interface ValueProps extends FieldProps {
  value?: string | undefined;
  /** While typing, but never while composing. */
  oninput?: ((value: string) => void) | undefined;
  /** When the box is left or its value taken, and it is another than before. */
  onchange?: ((value: string) => void) | undefined;
}

export interface Option {
  value: string;
  ja: string;
  /** The printed digit: 1 男  3 女. */
  digit?: string | undefined;
}
