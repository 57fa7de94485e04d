// What axe-core finds on the page as it stands.
import type { Page } from "@playwright/test";
import { join } from "node:path";
import { expect } from "./desk";

const AXE = join(import.meta.dirname, "..", "node_modules", "axe-core", "axe.min.js");

/** Nothing serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
  expect(found).toEqual([]);
}
