/** Which boxes of the sheet are asked now, and what stands under them. */
import type { FieldMessage, IntakeField, IntakeSheet } from "../../backend/backend";

/** Values of `when_values` that only the program can judge, and what stands for them until it has. */
const JUDGED: Record<string, ((value: string) => boolean) | undefined> = {
  filled: (value) => value !== "",
  changed: () => false,
};

/**
 * Whether a box is asked. The box it hangs on decides at once, so that Enter finds the next one without waiting; what
 * only the program knows follows its last answer.
 */
export function isShown(field: IntakeField, values: Readonly<Record<string, string>>, hidden: readonly string[] | null): boolean {
  if (field.when_field === "") return !hidden?.includes(field.id);
  const judged = field.when_values.some((v) => v === "changed");
  if (judged && hidden) return !hidden.includes(field.id);
  const value = values[field.when_field] ?? "";
  return field.when_values.some((wanted) => JUDGED[wanted]?.(value) ?? wanted === value);
}

export function fieldsOf(sheet: IntakeSheet | null): IntakeField[] {
  return sheet?.groups.flatMap((g) => g.fields) ?? [];
}

/** Of several messages on one box the first, which is the worst. */
export function messagesByField(messages: readonly FieldMessage[]): Record<string, FieldMessage> {
  const out: Record<string, FieldMessage> = {};
  for (const message of messages) out[message.field] ??= message;
  return out;
}

/** Proposals enter empty boxes, and those that still hold what was proposed before. Returns what stands there then. */
export function withProposals(
  values: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  declined: readonly string[],
): { values: Record<string, string>; proposed: Record<string, string> } {
  const out = { ...values };
  const proposed: Record<string, string> = {};
  // What is proposed no more and was not taken yet goes again.
  for (const [id, value] of Object.entries(before)) if (out[id] === value && now[id] === undefined) out[id] = "";
  for (const [id, value] of Object.entries(now)) {
    if (declined.includes(id)) continue;
    if ((out[id] ?? "") !== "" && out[id] !== before[id]) continue;
    out[id] = value;
    proposed[id] = value;
  }
  return { values: out, proposed };
}
