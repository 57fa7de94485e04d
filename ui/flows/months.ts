// A month as it stands before a flow begins: visits and acts entered beside the page.
import type { Page } from "@playwright/test";
import type { ActForm, AttendanceForm } from "../src/backend/bindings";
import { expect } from "./desk";
import { command, sit } from "./steps";

export const DOCTOR = "医師 南";
export const CLERK = "受付 佐藤";

/** An act as it is entered, with nothing beside what is said. */
export function act(change: Partial<ActForm>): ActForm {
  return {
    code: "", name: "", drug_use: "", drugs: [], material: null, unlisted: null, sites: [], continuous: false, wound: "",
    area: "", length: "", quantity: "", films: "", days: "", urgent: false, guided: "", remark: "", ...change,
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
