/** Fixed answers of an imagined clinic, for tests of screens. Names and numbers are invented. */
import type { CloseView, FacilityForm, Goto, Preferences, StatementRow, Status, Today, WorkerHit } from "./bindings";

const nowhere: Goto = { screen: "today", worker: null, case: null, day: null, field: null };

export const status: Status = {
  state: "open",
  message: "",
  path: "労災デスク/clinic.db",
  demo: false,
  today: "2025-11-07",
  today_ja: "令和7年11月7日(金)",
  program: "0.1.0",
  facility_ready: true,
  facility_name: "見本整形外科クリニック",
  staff: [
    { name: "佐藤 春子", administrator: true },
    { name: "鈴木 一郎", administrator: false },
  ],
  check_message: "",
};

export const facility: FacilityForm = {
  revision: 3,
  name: "見本整形外科クリニック",
  hospital_number: "0110001",
  institution_code: "0112345678",
  postal_code: "060-0001",
  address: "北海道札幌市中央区北一条西1丁目",
  municipality: "札幌市",
  telephone: "011-000-0001",
  director: "見本 太郎",
  labor_bureau: "北海道",
  kind: "clinic",
  beds: "0",
  establishment: "medical_corporation",
  declared_tax_class: [],
  hours: [],
  notices: [{ code: "運動器I", name: "運動器リハビリテーション料(I)", from: "2025-04-01", to: "" }],
  claims_by: [{ from: "2025-04-01", value: "paper" }],
  itemized_statements: true,
  departments: ["整形外科"],
  staff: status.staff,
};

export const hits: WorkerHit[] = [
  {
    worker: 1,
    name: "山田 花子",
    kana: "ヤマダ ハナコ",
    birth_ja: "昭和55年4月2日 45歳",
    patient_number: "00123",
    cases: [
      { case: 11, injured_on_ja: "令和7年10月3日", cause_ja: "業務災害", employer: "北風運送株式会社", disease: "右前腕切創", last_month: "2025-11" },
      { case: 12, injured_on_ja: "令和7年2月10日", cause_ja: "通勤災害", employer: "北風運送株式会社", disease: "腰椎捻挫", last_month: "2025-06" },
    ],
  },
  {
    worker: 2,
    name: "山下 次郎",
    kana: "ヤマシタ ジロウ",
    birth_ja: "平成2年1月15日 35歳",
    patient_number: "00124",
    cases: [{ case: 21, injured_on_ja: "令和7年11月4日", cause_ja: "業務災害", employer: "南風建設", disease: "左第2指挫創", last_month: "" }],
  },
];

export const today: Today = {
  day: "2025-11-07",
  day_ja: "令和7年11月7日(金)",
  arrivals: [
    { attendance: 101, worker: 1, case: 11, time: "09:05", name: "山田 花子", kana: "ヤマダ ハナコ", patient_number: "00123", form: "", acts: 4 },
    { attendance: 102, worker: 2, case: 21, time: "09:40", name: "山下 次郎", kana: "ヤマシタ ジロウ", patient_number: "00124", form: "未着", acts: 0 },
  ],
  owed: [
    {
      severity: "blocks", name: "山下 次郎",
      text: "療養の給付請求書（様式第5号）がまだ届いていません。11月10日(月)までに届かないと、請求が1か月おくれます。",
      goto: { ...nowhere, screen: "intake", worker: 2, case: 21, field: "received_on" },
    },
    {
      severity: "check", name: "山田 花子", text: "傷病の経過（10月分）がまだ書かれていません。",
      goto: { ...nowhere, screen: "visit", worker: 1, case: 11, day: "2025-10-31", field: "course" },
    },
  ],
  due_month: "2025-10",
  due_ja: "10月分の請求は11月10日(月)まで（あと3日）",
  days_left: 3,
  unfinished: 2,
  drafts: [{ key: "intake:new:5", title: "新しい労災（様式第5号） 高橋", at_ja: "11月6日 18:02" }],
};

function row(change: Partial<StatementRow>): StatementRow {
  return {
    case: 0, worker: 0, name: "", kana: "", cause_ja: "業務", sequence_class: "3 再診", bundle_ja: "2回目以降分", state: "checked",
    state_ja: "点検済", days: 4, total: 38040, faults: [], finalized_ja: "", revision: 0, ...change,
  };
}

export const close: CloseView = {
  month: "2025-10",
  month_ja: "令和7年10月",
  due_ja: "提出期限 令和7年11月10日(月)（あと3日）",
  rows: [
    row({
      case: 11, worker: 1, name: "山田 花子", kana: "ヤマダ ハナコ", state: "draft", state_ja: "下書き", total: null,
      faults: [
        { severity: "blocks", place: "10月3日", message: "創傷処理の面積が入っていません。診療入力で面積（cm²）を入れてください。", goto: { ...nowhere, screen: "visit", worker: 1, case: 11, day: "2025-10-03", field: "acts.0.area" } },
        { severity: "check", place: "傷病の経過", message: "今月分の傷病の経過が書かれていません。", goto: { ...nowhere, screen: "visit", worker: 1, case: 11, day: "2025-10-31", field: "course" } },
      ],
    }),
    row({ case: 21, worker: 2, name: "山下 次郎", kana: "ヤマシタ ジロウ", sequence_class: "1 初診", bundle_ja: "初回分" }),
    row({ case: 31, worker: 3, name: "高橋 三枝", kana: "タカハシ ミエ", cause_ja: "通勤", total: 120540 }),
    row({ case: 41, worker: 4, name: "伊藤 四郎", kana: "イトウ シロウ", state: "finalized", state_ja: "確定", total: 15600, finalized_ja: "佐藤 春子 11月6日 17:20", revision: 1 }),
  ],
  drafts: 1,
  checked: 2,
  finalized: 1,
  total: 212220,
  finalized_total: 15600,
  bundles: [{ index: 0, title: "2回目以降分　札幌中央署", slips: 1, amount: 15600, names: ["伊藤 四郎"] }],
  closed: false,
};

export const preferences: Preferences = {
  places: [{ form: "34720", printer: "", dx: 0, dy: 0 }, { form: "34722", printer: "", dx: 5, dy: -3 }],
  printer: "",
  folder: "",
  folder_used: "書類/労災デスク",
  zero_fill: false,
};

export const sheet = (title: string) => ({
  title,
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" role="img" aria-label="${title}"><rect width="210" height="297" fill="#fff"/><text x="20" y="40" font-family="'BIZ UDGothic', monospace" font-size="8">${title}</text></svg>`,
  problems: [],
});

export { nowhere };
