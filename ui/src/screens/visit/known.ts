/** Drugs and materials that stand in the worker's month already, so that they need not be typed twice. */
import type { ActForm, DrugForm, MonthView } from "../../backend/backend";
import { toKatakana } from "../../pure/kana";
import { foldWidth } from "../../pure/width";

function used(act: ActForm, use: string): DrugForm[] {
  if (use === "material") return act.material ? [act.material] : [];
  return act.drug_use === use || use === "" ? act.drugs : [];
}

const folded = (text: string): string => toKatakana(foldWidth(text)).toLowerCase();

/** Those whose name holds what is typed, the latest first; what is already written out is no help. */
export function knownDrugs(view: MonthView | null, use: string, typed: string): DrugForm[] {
  if (!view || typed.trim() === "") return [];
  const seen = new Set<string>();
  const all = view.attendances.flatMap((a) => a.form.acts).reverse().flatMap((act) => used(act, use));
  return all.filter((drug) => {
    const key = `${drug.name} ${drug.price} ${drug.quantity}`;
    if (seen.has(key) || drug.name === typed || !folded(drug.name).includes(folded(typed))) return false;
    seen.add(key);
    return true;
  });
}
