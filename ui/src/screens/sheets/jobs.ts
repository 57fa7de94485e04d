/** Sheets on their way to the screen, the printer or a PDF file. */
import { type AskSheet, rpc, type SheetView } from "../../backend/backend";

export type Mode = "overlay" | "framed";

export const MODES = [
  { value: "overlay", ja: "所定の用紙に刷る（文字だけ）" },
  { value: "framed", ja: "控（枠つき、白紙に刷る）" },
] as const;

export interface SheetItem {
  key: string;
  title: string;
  ask: Omit<AskSheet, "mode">;
}

/** Things that are printed in one go: always of one form. */
export interface SheetChoice {
  id: string;
  ja: string;
  items: readonly SheetItem[];
}

export const statementItem = (month: string, row: { case: number; name: string }): SheetItem => ({
  key: `statement:${row.case}`,
  title: `内訳書　${row.name}`,
  ask: { month, what: "statement", case: row.case, bundle: null, form: "" },
});

export const claimItem = (month: string, bundle: { index: number; title: string }): SheetItem => ({
  key: `claim:${bundle.index}`,
  title: `請求書　${bundle.title}`,
  ask: { month, what: "claim_sheet", case: null, bundle: bundle.index, form: "" },
});

export const calibrationItem = (form: string): SheetItem => ({
  key: `calibration:${form}`,
  title: `位置合わせの見本　帳票種別 ${form}`,
  ask: { month: "", what: "calibration", case: null, bundle: null, form },
});

export const askOf = (item: SheetItem, mode: Mode): AskSheet => ({ ...item.ask, mode });

/** The form of the paper the sheets of an item are printed on. */
export function formOf(item: SheetItem): string {
  if (item.ask.form) return item.ask.form;
  return item.ask.what === "claim_sheet" ? "34720" : "34722";
}

/** One after the other, so that it can be stopped in between; null where it was. */
export async function load(
  items: readonly SheetItem[],
  mode: Mode,
  goOn: (done: number, item: SheetItem) => boolean,
): Promise<SheetView[] | null> {
  const views: SheetView[] = [];
  for (const item of items) {
    if (!goOn(views.length, item)) return null;
    views.push(await rpc("sheet", askOf(item, mode)));
  }
  return views;
}
