/** What is asked of an act, in what order, and what is offered as the answer. */
import type { ActForm, FoundHit, MonthView } from "../../backend/backend";
import { emptyAct } from "./words";

export type Ask = "guided" | "sites" | "continuous" | "area" | "length" | "quantity" | "films";

/** Asks that are answered by one of several choices, not by a number. */
export type Chosen = "guided" | "continuous";

export function isNumber(ask: Ask | null): ask is Exclude<Ask, Chosen | "sites"> {
  return ask !== null && ask !== "sites" && ask !== "continuous" && ask !== "guided";
}

/** 職場復帰支援・療養指導料 (101801460 to 101801530): whom it reached decides how often it may be charged. */
export function asksGuided(code: string): boolean {
  return /^1018014[6-9]0$|^1018015[0-3]0$/.test(code);
}

/** A site as it was picked: how far the act may be raised there. */
export interface PickedSite {
  site: string;
  /** `×2`; empty where nobody said. */
  factor: string;
}

/** ADL加算: the fee book gives it a price for one 単位, but no unit of its own. */
const ADL_ADDITION = "101800360";

/** What an act asks, with what its row in the book leaves unsaid. */
export function asksOf(hit: FoundHit): FoundHit {
  return hit.code === ADL_ADDITION ? { ...hit, asks_quantity: true, unit: hit.unit || "単位" } : hit;
}

/** The questions of an act in order. Whether several sites are one wound matters only where their factors differ. */
export function questionsOf(hit: FoundHit, picked: readonly PickedSite[]): Ask[] {
  const asks: Ask[] = [];
  if (asksGuided(hit.code)) asks.push("guided");
  if (hit.asks_site) asks.push("sites");
  if (hit.asks_site && hit.asks_area && differ(picked)) asks.push("continuous");
  if (hit.asks_area) asks.push("area");
  if (hit.asks_length) asks.push("length");
  if (hit.asks_quantity) asks.push("quantity");
  if (hit.asks_films) asks.push("films");
  return asks;
}

function differ(picked: readonly PickedSite[]): boolean {
  return picked.length > 1 && new Set(picked.map((p) => p.factor)).size > 1;
}

/** The question after one, or null where there is none. `null` asks for the first. */
export function askAfter(hit: FoundHit, picked: readonly PickedSite[], ask: Ask | null): Ask | null {
  const all = questionsOf(hit, picked);
  return all[ask === null ? 0 : all.indexOf(ask) + 1] ?? null;
}

export function askBefore(hit: FoundHit, picked: readonly PickedSite[], ask: Ask): Ask | null {
  const all = questionsOf(hit, picked);
  return all[all.indexOf(ask) - 1] ?? null;
}

/** The entered acts of a case in this month, the latest first. */
export function actsBefore(view: MonthView, caseId: number): ActForm[] {
  const own = view.attendances.filter((a) => a.form.case === caseId);
  return own.toReversed().flatMap((a) => a.form.acts.toReversed());
}

/** The sites to offer first: where this act was last done, where anything was last done, where the worker is hurt. */
export function siteOffers(code: string, before: readonly ActForm[], hurt: readonly string[]): string[][] {
  const same = before.find((a) => a.code === code && a.sites.length > 0);
  const last = before.find((a) => a.sites.length > 0);
  const offers = [same?.sites, hurt.length === 1 ? hurt : undefined, last?.sites, ...hurt.map((s) => [s])];
  const seen = new Set<string>();
  return offers.filter((sites): sites is string[] => {
    const key = sites?.join("、") ?? "";
    if (key === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What was last entered for the same act, at the same sites where sites are asked; else the area of the same sites. */
export function offerOf(ask: Ask, act: ActForm, before: readonly ActForm[]): string {
  if (!isNumber(ask)) return "";
  const here = (a: ActForm) => a.sites.join() === act.sites.join();
  const same = before.find((a) => a.code === act.code && here(a) && a[ask] !== "");
  if (same) return same[ask];
  return ask === "area" ? (before.find((a) => here(a) && a.sites.length > 0 && a.area !== "")?.area ?? "") : "";
}

/** An act of a hit, with nothing answered yet. */
export function actOf(hit: FoundHit): ActForm {
  return emptyAct({ code: hit.code, name: hit.name });
}

/** The question a fault of the program stands at: `acts.2.area` → 2, `area`. */
export function placeOf(field: string): { index: number; part: string } | null {
  const parts = /^acts?[.:](\d+)(?:\.([\w.]+))?$/.exec(field);
  return parts ? { index: Number(parts[1]), part: parts[2] ?? "" } : null;
}
