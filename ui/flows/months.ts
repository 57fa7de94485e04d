// A month as it stands before a flow begins: visits and acts entered beside the page.
import type { Page } from "@playwright/test";
import type { ActForm, AttendanceForm } from "../src/backend/bindings";
import { expect } from "./desk";
import { command, registered, sit } from "./steps";

export const DOCTOR = "医師 南";
export const CLERK = "受付 佐藤";

/** An act as it is entered, with nothing beside what is said. */
export function act(change: Partial<ActForm>): ActForm {
  return {
    code: "", name: "", drug_use: "", drugs: [], material: null, unlisted: null, sites: [], continuous: false, wound: "",
    area: "", length: "", quantity: "", films: "", days: "", urgent: false, guided: "", remark: "", comments: [], ...change,
  };
}

/** A visit with its acts; 計画的な医学管理 was not done. */
export async function visit(url: string, caseId: number, day: string, acts: ActForm[]): Promise<void> {
  const form: AttendanceForm = {
    id: null, revision: 0, case: caseId, day, time: "", coming: 1, department: "", consultation: "", time_class: "",
    planned_management: "no", guidance: [], fixed_fee_collected: false, acts,
  };
  const saved = await command(url, "save_attendance", { form }, DOCTOR);
  expect(saved.messages).toEqual([]);
}

/** Two people at the desk, the doctor an administrator; one of them sits down. */
export async function begin(desk: Page, url: string, who: string = DOCTOR): Promise<void> {
  await sit(desk, url, [DOCTOR, CLERK]);
  await expect(desk.getByRole("dialog", { name: "担当を選んでください" })).toBeVisible();
  await desk.keyboard.press(who === DOCTOR ? "1" : "2");
}

/** 創傷処置 of a finger. */
export const WOUND = act({ code: "140000610", sites: ["左手第2指"], area: "6" });

/** June 2026 of one worker: nothing is missing but the values. */
export async function june(url: string): Promise<void> {
  const made = await registered(url, { received: "2026-06-03", injured_on: "2026-06-01" });
  await visit(url, made.case, "2026-06-03", [WOUND]);
  await visit(url, made.case, "2026-06-05", [WOUND]);
  for (const [day, question] of [["2026-06-03", "emergency_care"], ["2026-06-05", "repeat_guidance"]] as const) {
    await command(url, "answer", { case: made.case, month: "2026-06", day, question, value: "no", text: "", by: DOCTOR }, DOCTOR);
  }
  const view = await command(url, "month", { worker: made.worker, month: "2026-06" }, DOCTOR);
  const disease = { name: "左示指切創", code: "", modifiers: [], since: "", cause: "", end_day: "", end: "", claimed: false };
  await command(url, "save_diseases", { case: made.case, revision: view.cases[0]?.revision ?? 0, month: "2026-06", diseases: [disease] }, DOCTOR);
  const record = { revision: 0, course: "縫合せず処置。経過良好。", disposition: "continuing", disposition_day: "", remarks: [], symptoms: [] };
  await command(url, "save_month_record", { case: made.case, month: "2026-06", record }, DOCTOR);
}

/** 月次請求 of June. */
export async function openJune(desk: Page): Promise<void> {
  await expect(desk.getByRole("searchbox", { name: /患者をさがす/ })).toBeFocused();
  await desk.keyboard.press("F9");
  await expect(desk.getByRole("heading", { name: "月次請求" })).toBeVisible();
  await expect(desk.locator(".month")).toContainText("令和8年");
  while (!(await desk.locator(".month").textContent())?.includes("6月")) {
    await desk.keyboard.press("PageDown");
    await expect(desk.getByText("計算しています…")).toHaveCount(0);
  }
  await expect(desk.getByRole("treeitem").first()).toBeVisible();
}
