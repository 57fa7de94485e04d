/** Drugs and materials of the masters, as they are found and as they are entered. */
import { type DrugForm, type FoundHit, rpc } from "../../backend/backend";

/** One line of the list under a name. */
export interface Offer {
  drug: DrugForm;
  /** What stands beside the name: 10.1円/錠. */
  beside: string;
  /** What it is likely used for; empty: nobody knows. */
  use: string;
  refused: string;
}

export function emptyDrug(): DrugForm {
  return { code: "", name: "", price: "", quantity: "", unit: "" };
}

/** What is entered of a hit. Its price stays with the master, which knows it on every day; a purchase price is asked. */
export function drugOf(hit: FoundHit): DrugForm {
  return { code: hit.code, name: hit.name, price: "", quantity: "", unit: hit.unit };
}

export function offerOfHit(hit: FoundHit): Offer {
  const beside = hit.price && hit.unit ? `${hit.points}/${hit.unit}` : hit.points;
  return { drug: drugOf(hit), beside, use: hit.drug_use, refused: hit.refused };
}

export function offerOfKnown(drug: DrugForm): Offer {
  return { drug, beside: `${drug.price && `${drug.price}円　`}${drug.quantity}${drug.unit}`, use: "", refused: "" };
}

/** Drugs (or materials) whose name, kana, general name or code holds what is typed, as they are on the day. */
export async function findArticles(use: string, text: string, day: string): Promise<FoundHit[]> {
  const { hits } = await rpc("find", { text, day, case: null, kinds: [use === "material" ? "material" : "drug"] });
  return hits;
}
