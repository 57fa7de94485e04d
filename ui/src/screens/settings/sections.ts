/** The sections of the settings, in order, and which of them has a field. */
export const SECTIONS = [
  { id: "facility", ja: "医療機関" },
  { id: "hours", ja: "診療時間" },
  { id: "notices", ja: "届出" },
  { id: "staff", ja: "スタッフ" },
  { id: "departments", ja: "診療科" },
  { id: "print", ja: "印刷" },
  { id: "backup", ja: "控え・点検" },
  { id: "history", ja: "変更の記録" },
  { id: "calendar", ja: "見本の日付" },
  { id: "values", ja: "値の照合" },
  { id: "masters", ja: "マスター" },
  { id: "sets", ja: "セット" },
] as const;

/** Those behind the tenth have a letter. */
const LETTERS: Partial<Record<SectionId, string>> = { masters: "Ctrl+M", sets: "Ctrl+E" };

/** `Ctrl+1` …, the tenth `Ctrl+0`, then letters; each keeps its own where one before it is not there. */
export function keyOfSection(id: SectionId): string {
  return LETTERS[id] ?? `Ctrl+${(SECTIONS.findIndex((s) => s.id === id) + 1) % 10}`;
}

export type SectionId = (typeof SECTIONS)[number]["id"];

const LISTS: readonly string[] = ["hours", "notices", "staff", "departments"];

/** `notices.1.code` stands under 届出, `values:repeat_visit_fee` under 値の照合; what is no list stands under 医療機関. */
export function sectionOf(field: string): SectionId {
  const head = field.split(".")[0] ?? "";
  if (field.startsWith("values:")) return "values";
  if (SECTIONS.some((s) => s.id === field)) return field as SectionId;
  return LISTS.includes(head) ? (head as SectionId) : "facility";
}

/** The steps of the first start. */
export const STEPS = [
  { id: "facility", ja: "医療機関" },
  { id: "staff", ja: "スタッフ" },
  { id: "hours", ja: "診療時間" },
  { id: "notices", ja: "届出" },
] as const satisfies readonly { id: SectionId; ja: string }[];
