/** The papers a worker brings. */
export const FORMS = [
  { form: "5", digit: "1", short: "第5号", ja: "様式第5号　業務災害" },
  { form: "16-3", digit: "2", short: "第16号の3", ja: "様式第16号の3　通勤災害" },
  { form: "6", digit: "3", short: "第6号", ja: "様式第6号　業務災害・ほかの病院から" },
  { form: "16-4", digit: "4", short: "第16号の4", ja: "様式第16号の4　通勤災害・ほかの病院から" },
] as const;
