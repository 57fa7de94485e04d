import { toHalf } from "../../pure/width";

/** `900`, `0900`, `9:00`, `９時` and `9時30分` as `09:00`; what is no time stays as typed. */
export function readTime(text: string): string {
  const half = toHalf(text).trim();
  const parts = /^(\d{1,2})(?:\s*[:：時]\s*(\d{1,2})?\s*分?)?$/.exec(half) ?? /^(\d{1,2})(\d{2})$/.exec(half);
  if (!parts) return text;
  const hour = Number(parts[1]);
  const minute = Number(parts[2] ?? "0");
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return text;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
