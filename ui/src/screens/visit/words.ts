/** Words of the visit screen for the values on the wire. */
import type { ActForm, AttendanceForm } from "../../backend/backend";
import type { Option } from "../../fields";

export const CONSULTATIONS: readonly Option[] = [
  { value: "initial", ja: "初診" },
  { value: "repeat", ja: "再診" },
  { value: "phone", ja: "電話での再診" },
  { value: "documents_only", ja: "書類だけ" },
  { value: "incidental", ja: "ほかの傷病のついで" },
];

export const TIME_CLASSES: readonly Option[] = [
  { value: "regular", ja: "時間内" },
  { value: "night_early", ja: "夜間・早朝等" },
  { value: "overtime", ja: "時間外" },
  { value: "holiday", ja: "休日" },
  { value: "midnight", ja: "深夜" },
];

export const YES_NO: readonly Option[] = [
  { value: "yes", ja: "はい" },
  { value: "no", ja: "いいえ" },
];

export const COMINGS: readonly Option[] = [
  { value: "1", ja: "1回目" },
  { value: "2", ja: "2回目（帰宅の後）" },
];

export const GUIDANCE: readonly Option[] = [
  { value: "meal", ja: "食事" },
  { value: "daily_living", ja: "日常動作" },
  { value: "functional_recovery", ja: "機能回復" },
  { value: "mental_health", ja: "メンタルヘルス" },
];

/** Whom a 職場復帰支援・療養指導 reached. */
export const GUIDED: readonly Option[] = [
  { value: "worker", ja: "本人" },
  { value: "industrial_physician", ja: "産業医" },
  { value: "employer", ja: "事業主" },
];

export const DRUG_USES: readonly Option[] = [
  { value: "internal", ja: "内服", digit: "1" },
  { value: "as_needed", ja: "屯服", digit: "2" },
  { value: "external", ja: "外用", digit: "3" },
  { value: "injection_intramuscular", ja: "皮下・筋肉注射", digit: "4" },
  { value: "injection_intravenous", ja: "静脈注射", digit: "5" },
  { value: "injection_other", ja: "その他の注射", digit: "6" },
  { value: "procedure", ja: "処置", digit: "7" },
  { value: "operation", ja: "手術", digit: "8" },
  { value: "examination", ja: "検査", digit: "9" },
  { value: "imaging", ja: "画像", digit: "0" },
];

/** 症状詳記区分. */
export const SYMPTOM_CLASSES = [
  { value: "1", ja: "01 主たる疾患の臨床症状" },
  { value: "2", ja: "02 主たる疾患の診療・検査所見" },
  { value: "3", ja: "03 主な治療行為の必要性" },
  { value: "4", ja: "04 主な治療行為の経過" },
  { value: "5", ja: "05 高額な薬剤に係る症状等" },
  { value: "6", ja: "06 高額な処置・検査に係る症状等" },
  { value: "7", ja: "07 その他" },
] as const;

/** 診療識別 of an act the fee book does not have. */
export const CLASSES: readonly Option[] = [
  { value: "13", ja: "医学管理" },
  { value: "14", ja: "在宅" },
  { value: "21", ja: "投薬" },
  { value: "31", ja: "注射" },
  { value: "40", ja: "処置" },
  { value: "50", ja: "手術・麻酔" },
  { value: "60", ja: "検査" },
  { value: "70", ja: "画像診断" },
  { value: "80", ja: "その他" },
];

export const DISPOSITIONS: readonly Option[] = [
  { value: "cured", ja: "治ゆ", digit: "1" },
  { value: "continuing", ja: "継続", digit: "3" },
  { value: "transferred", ja: "転医", digit: "5" },
  { value: "discontinued", ja: "中止", digit: "7" },
  { value: "died", ja: "死亡", digit: "9" },
];

export const ENDS: readonly Option[] = [
  { value: "cured", ja: "治ゆ", digit: "1" },
  { value: "transferred", ja: "転医", digit: "5" },
  { value: "discontinued", ja: "中止", digit: "7" },
  { value: "died", ja: "死亡", digit: "9" },
];

/** States in which figures are frozen. */
const FROZEN = new Set(["finalized", "submitted", "paid"]);

export function isFrozen(state: string): boolean {
  return FROZEN.has(state);
}

/** The word of a value, or the value itself. */
export function wordOf(options: readonly Option[], value: string): string {
  return options.find((o) => o.value === value)?.ja ?? value;
}

/** An act as it stands on the wire before anything is known of it. */
export function emptyAct(change: Partial<ActForm> = {}): ActForm {
  return {
    code: "", name: "", drug_use: "", drugs: [], material: null, unlisted: null, comments: [], sites: [], continuous: false, wound: "",
    area: "", length: "", quantity: "", films: "", days: "", urgent: false, guided: "", remark: "", ...change,
  };
}

export function emptyAttendance(caseId: number, day: string, change: Partial<AttendanceForm> = {}): AttendanceForm {
  return {
    id: null, revision: 0, case: caseId, day, time: "", coming: 1, department: "", consultation: "", time_class: "",
    planned_management: "", guidance: [], fixed_fee_collected: false, acts: [], ...change,
  };
}

/** What an act is called in its line: its name, its drugs, its material. */
export function nameOf(act: ActForm): string {
  if (act.unlisted) return act.unlisted.name;
  if (act.material) return act.material.name;
  if (act.drugs.length > 0) return act.drugs.map((d) => d.name).join("、");
  return act.name || act.code;
}
