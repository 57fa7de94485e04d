//! 受付票: how a case came and what follows, who and what is known already, and the 労働保険番号 that changes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // tests read files and start programs

use rosai_api::wire::*;
use rosai_document::ClaimDocument;
use rosai_domain::InsuranceNumber;
use rosai_store::Store;
use rosai_tests::desk::*;
use serde_json::json;

/// One way a case may have come.
#[derive(Clone, Copy, Debug)]
struct Way {
    paper: &'static str,
    before: &'static str,
    switched: bool,
    relapse: bool,
    slips: &'static str,
    handled: bool,
}

fn ways() -> Vec<Way> {
    let mut out = Vec::new();
    for paper in ["5", "16-3", "6", "16-4"] {
        for before in ["1", "2", "3"] {
            for (switched, relapse) in [(false, false), (true, false), (false, true), (true, true)] {
                for (slips, handled) in [("", false), ("0", false), ("2", false), ("2", true)] {
                    out.push(Way { paper, before, switched, relapse, slips, handled });
                }
            }
        }
    }
    out
}

impl Way {
    fn fill(self, form: &mut IntakeForm) {
        let yes_no = |yes: bool| if yes { "2" } else { "1" };
        fill(
            form,
            &[
                ("before", self.before),
                ("paid_until_now", yes_no(self.switched)),
                ("relapse", yes_no(self.relapse)),
                ("earlier_slips", self.slips),
                ("handling_charged", if self.handled { "2" } else { "" }),
            ],
        );
    }

    /// Slips were handed in before.
    fn later(self) -> bool {
        self.slips == "2"
    }

    /// From a designated clinic, with nothing nearer to say.
    fn transferred(self) -> bool {
        !self.relapse && !self.switched && self.before == "2"
    }

    /// ① of the sheet, as the manual writes it (第3部 4(3)イ).
    fn class(self) -> &'static str {
        match self {
            w if w.later() => "5 継続",
            w if w.relapse => "7 再発",
            w if w.transferred() => "3 転医始診",
            _ => "1 初診",
        }
    }

    /// The paper that goes with the first slip.
    fn owed(self) -> &'static str {
        match (self.transferred(), self.paper.starts_with("16")) {
            (true, false) => "様式第6号",
            (true, true) => "様式第16号の4",
            (false, false) => "様式第5号",
            (false, true) => "様式第16号の3",
        }
    }

    /// 請求書取扱料 2,000円 (I 4): for a 給付請求書 handled, once, neither for a relapse nor for a transfer.
    fn handling(self) -> bool {
        let charged_before = self.later() && self.handled;
        matches!(self.paper, "5" | "16-3") && !self.relapse && !self.transferred() && !charged_before
    }

    /// 初診料 3,850円 (I 2): the first examination here; not where this clinic treated the case before.
    fn initial(self) -> bool {
        !self.later() && (!self.switched || self.relapse)
    }
}

#[test]
fn each_way_a_case_may_come_has_its_class_its_paper_and_its_fees() {
    let mut office = Office::open("2025-11-06");
    let mut base = office.sheet("5", CUT_FINGER);
    fill(&mut base, &[("patient_number", "")]);
    for (n, way) in ways().into_iter().enumerate() {
        // 月次請求 computes everybody: a new house from time to time.
        if n % 16 == 15 {
            office = Office::open("2025-11-06");
        }
        let mut form = IntakeForm { form: way.paper.to_owned(), ..base.clone() };
        way.fill(&mut form);
        // Somebody else each time: one accident is registered once.
        form.fields.insert("birth".to_owned(), format!("19{:02}-05-05", 50 + n % 16));
        let checked: IntakeChecked = office.ask("check_intake", &form);
        let said = checked.decided.join("\n");
        let place = format!("{way:?}: {said}");
        assert_eq!(checked.sequence_class, way.class(), "{place}");
        assert!(said.contains(&format!("新継再別は「{}」です。", way.class())), "{place}");
        let heap = if way.transferred() { "2回目以降分" } else { "初回分" };
        let bundle = format!("要る用紙は{}で、請求は「{heap}」の束に入ります。", way.owed());
        assert_eq!(said.contains(&bundle), !way.later(), "{place}");
        assert_eq!(said.contains("請求書取扱料を算定します"), way.handling(), "{place}");
        assert_eq!(said.contains("初診料は算定しません"), !way.relapse && way.switched, "{place}");

        // And that is what is charged and printed.
        let saved = office.register(form.clone());
        let (worker, case) = ids(&saved);
        office.visit(case, json!({ "day": "R7.10.6" }));
        let view = office.month(worker, MONTH);
        let fee = if way.initial() { 3_850 } else { 1_420 };
        assert_eq!(view.total, fee + if way.handling() { 2_000 } else { 0 }, "{place}");
        let row = office.statement(case, MONTH);
        assert_eq!(row.sequence_class, way.class(), "{place}");
        let heap = if way.later() { "2回目以降分" } else { heap };
        assert_eq!(row.bundle_ja, heap, "{place}");

        // Without the paper nothing is charged for it, and it is waited for.
        fill(&mut form, &[("received", "")]);
        let checked: IntakeChecked = office.ask("check_intake", &form);
        let said = checked.decided.join("\n");
        assert!(said.contains(&format!("{}はまだ届いていません", way.owed())), "{way:?}: {said}");
        assert!(!said.contains("取扱料を算定します"), "{way:?}: {said}");
    }
}

#[test]
fn a_fee_charged_elsewhere_before_is_told_at_the_desk() {
    let mut office = Office::open("2025-11-06");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("before", "3"), ("emergency_elsewhere", "2"), ("recovery_elsewhere", "2")]);
    let form = office.register(form);
    let (worker, case) = ids(&form);
    office.visit(case, first_visit());
    let view = office.month(worker, MONTH);
    assert_eq!(view.problems, vec![], "the month is computed");
    // 機能回復指導190点は前の医療機関で算定: 点 91+1,060+6+42+11+8+15+19 = 1,252 ×12 = 15,024 / 円 3,850+2,000
    assert_eq!(view.total, 15_024 + 5_850);
    // I 3 例1②: 救急医療管理加算 may be charged by each clinic.
    let view = office.answer(case, "2025-10-03", "emergency_care", "yes");
    assert_eq!(view.total, 15_024 + 5_850 + 1_250);
    // It was a slip of the pen: nobody treated it before. What is not asked any more does not count any more.
    let mut form: IntakeForm = office.ask("intake", json!({ "case": case }));
    fill(&mut form, &[("before", "1")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert!(checked.hidden.contains(&"recovery_elsewhere".to_owned()), "{:?}", checked.hidden);
    office.register(form);
    // +190点
    assert_eq!(office.month(worker, MONTH).total, 15_024 + 190 * 12 + 5_850 + 1_250);
}

#[test]
fn somebody_already_known_is_offered_and_not_made_twice() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    for (family, given, birth) in
        [("ｷﾘﾀ", "ﾀﾛｳ", "5550412"), ("きりた", "タロウ", "1980-04-12"), ("キリ", "タタロウ", "S55.4.12")]
    {
        let mut form = office.sheet("16-3", CUT_FINGER);
        fill(&mut form, &[("kana_family", family), ("kana_given", given), ("birth", birth), ("injured_on", "R7.10.1")]);
        let checked: IntakeChecked = office.ask("check_intake", &form);
        let same: Vec<u32> = checked.same_workers.iter().map(|w| w.worker).collect();
        assert_eq!((same, checked.same_case), (vec![worker], None), "{family}{given} {birth}");
        assert_eq!(checked.messages[0].field, "patient_number", "the number of the card is taken");
        assert!(checked.messages[0].text.contains("ほかの人に使われています"), "{:?}", checked.messages);
        // Taken for the same person: nothing more is asked.
        form.worker = Some(worker);
        let checked: IntakeChecked = office.ask("check_intake", &form);
        assert_eq!((checked.same_workers.len(), checked.messages.len()), (0, 0), "{:?}", checked.messages);
    }
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("birth", "S55.4.13")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!((checked.same_workers.len(), checked.same_case), (0, None), "another birthday, another person");

    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("labor_number", "０１１０１０１２３４５０００"), ("kana_given", "じろう")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!(checked.same_case, Some(case), "number, birth and day of the injury are the key of a claim");
    assert!(checked.same_case_ja.contains("2つ目は作らず"), "{}", checked.same_case_ja);
    let own: IntakeForm = office.ask("intake", json!({ "case": case }));
    let checked: IntakeChecked = office.ask("check_intake", &own);
    assert_eq!((checked.same_case, checked.same_workers.len()), (None, 0), "nobody is a duplicate of oneself");
}

#[test]
fn a_second_case_of_a_known_worker_takes_over_who_they_are() {
    let mut office = Office::open("2025-11-06");
    let (worker, case) = office.cut_finger();
    let mut form: IntakeForm = office.ask("intake", json!({ "worker": worker, "form": "16-3" }));
    assert_eq!((form.fields["name"].as_str(), form.fields["patient_number"].as_str()), ("切田　太郎", "1001"));
    assert!(!form.fields.contains_key("labor_number"), "what belongs to the first case stays there");
    assert_eq!(form.fields["received"], "2025-11-06");
    fill(&mut form, &[("injured_on", "R7.10.20"), ("before", "1"), ("address", "札幌市中央区南一条")]);
    let form = office.register(form);
    assert_eq!(form.worker, Some(worker));
    assert_ne!(form.case, Some(case));
    let first: IntakeForm = office.ask("intake", json!({ "case": case }));
    assert_eq!(first.fields["address"], "札幌市中央区南一条", "one worker, one address");
    // A sheet opened before that is stale now.
    let mut stale: IntakeForm = first.clone();
    stale.worker_revision -= 1;
    assert_eq!(office.refused("save_intake", SaveIntake { form: stale, keep_all: false }).code, rosai_api::Code::Stale);
    let mut stale: IntakeForm = first;
    stale.revision += 1;
    assert_eq!(office.refused("save_intake", SaveIntake { form: stale, keep_all: false }).code, rosai_api::Code::Stale);
}

#[test]
fn an_employer_entered_once_is_offered_by_number_and_by_name() {
    let mut office = Office::open("2025-11-06");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("employer_telephone", "011-111-1111"), ("employer_owner", "見本　一")]);
    office.register(form);
    let mut form = office.sheet("16-3", &[("labor_number", "01-1-01-012345-000"), ("employer_owner", "見本　二")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    let proposed: Vec<(&str, &str)> = checked.proposals.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        proposed,
        [
            ("employer_municipality", "札幌市"),
            ("employer_name", "株式会社みほん木工"),
            ("employer_prefecture", "北海道"),
            ("employer_telephone", "011-111-1111"),
            ("office", "札幌中央"),
        ],
        "for empty boxes only"
    );
    assert_eq!(checked.echoes["labor_number"], "01-1-01-012345-000");
    // A number nobody has entered yet names its office by 府県 and 管轄, where 所掌 is 1.
    for (number, office_ja, prefecture) in [
        ("01118000000000", Some("札幌東"), Some("北海道")),
        ("13101000000000", Some("中央"), Some("東京都")),
        ("01318000000000", None, None),
        ("0111800000000", None, None),
    ] {
        fill(&mut form, &[("labor_number", number)]);
        let checked: IntakeChecked = office.ask("check_intake", &form);
        let proposal = |id: &str| checked.proposals.get(id).map(String::as_str);
        assert_eq!((proposal("office"), proposal("employer_prefecture")), (office_ja, prefecture), "{number}");
    }
    for typed in ["みほん", "ﾐﾎﾝ木工", "株式会社", "01-1-01-012345", "012345000"] {
        let found: Employers = office.ask("find_employer", json!({ "text": typed }));
        let names: Vec<&str> = found.employers.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["株式会社みほん木工"], "{typed}");
        assert_eq!(found.employers[0].fields["employer_owner"], "見本　一");
        assert_eq!(found.employers[0].address, "北海道札幌市");
    }
    for typed in ["", " ", "ない会社"] {
        let found: Employers = office.ask("find_employer", json!({ "text": typed }));
        assert_eq!(found.employers, vec![], "{typed}");
    }
    for (typed, first) in [
        ("札幌", "札幌中央"),
        ("札幌東署", "札幌東"),
        ("旭川労働基準監督署", "旭川"),
        ("0118", "札幌東"),
        ("１３０３", "上野"),
        ("中央", "札幌中央"),
    ] {
        let found: Offices = office.ask("find_office", json!({ "text": typed }));
        assert_eq!(found.offices.first().map(|o| o.name.as_str()), Some(first), "{typed}");
        assert!(found.offices.len() <= 20);
    }
}

fn numbers(office: &Office, case: u32, months: &[&str]) -> Vec<String> {
    let store = Store::open(&office.file(), PASSPHRASE).expect("the clinic's file");
    let number = |month: &&str| {
        let row = store.statement(case, month).expect("readable").expect("a live statement");
        let json = store.document_of(row.id).expect("its document");
        let document: ClaimDocument = serde_json::from_str(&json).expect("a document");
        match document.header.number {
            InsuranceNumber::Labor(number) => number.as_str().to_owned(),
            other => format!("{other:?}"),
        }
    };
    months.iter().map(number).collect()
}

#[test]
fn a_number_changes_only_by_notice_and_only_from_its_month_on() {
    let mut office = Office::open("2025-12-04");
    let (worker, case) = office.cut_finger();
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    for day in ["R7.10.3", "R7.11.4"] {
        office.visit(case, json!({ "day": day, "planned_management": "no" }));
    }
    let mut form: IntakeForm = office.ask("intake", json!({ "case": case }));
    let boxes =
        |checked: &IntakeChecked| ["number_from", "number_notice"].map(|id| !checked.hidden.contains(&id.to_owned()));
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!(boxes(&checked), [false, false]);
    fill(&mut form, &[("labor_number", "01-1-01-012345-000")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!(boxes(&checked), [false, false], "the same number in another spelling is no change");

    fill(&mut form, &[("labor_number", "01101067891000")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!(boxes(&checked), [true, true]);
    let refused: IntakeSaved = office.ask("save_intake", SaveIntake { form: form.clone(), keep_all: false });
    let demanded: Vec<&str> = refused.messages.iter().map(|m| m.field.as_str()).collect();
    assert_eq!((refused.saved, demanded), (false, vec!["number_from", "number_notice"]));
    assert!(refused.messages[1].text.contains("通知がないうちは元の番号に戻してください"), "{:?}", refused.messages);
    fill(&mut form, &[("number_from", "11月から"), ("number_notice", "R7.11.20 北労発第1号")]);
    let refused: IntakeSaved = office.ask("save_intake", SaveIntake { form: form.clone(), keep_all: false });
    assert!(refused.messages[0].text.contains("年月として読めません"), "{:?}", refused.messages);
    fill(&mut form, &[("number_from", "令和7年11月")]);
    let checked: IntakeChecked = office.ask("check_intake", &form);
    assert_eq!(checked.echoes["number_from"], "令和7年11月");
    let form = office.register(form);
    assert_eq!((form.fields["labor_number"].as_str(), form.fields["number_from"].as_str()), ("01101067891000", ""));

    for month in [MONTH, "2025-11"] {
        office.finalize(case, month);
    }
    let row = office.statement(case, MONTH);
    assert_eq!(row.faults, vec![], "October is what it was");
    let _: Status = office.ask("lock", json!({}));
    assert_eq!(numbers(&office, case, &[MONTH, "2025-11"]), ["01101012345000", "01101067891000"]);
    let _: Status = office.ask("unlock", json!({ "passphrase": PASSPHRASE }));

    // A second change asks for a notice of its own; both earlier numbers stay with their months.
    let mut form: IntakeForm = office.ask("intake", json!({ "case": case }));
    fill(&mut form, &[("labor_number", "01101045678000")]);
    let refused: IntakeSaved = office.ask("save_intake", SaveIntake { form: form.clone(), keep_all: false });
    assert_eq!(refused.messages.len(), 2, "{:?}", refused.messages);
    fill(&mut form, &[("number_from", "2025-12"), ("number_notice", "R7.12.1 北労発第2号")]);
    office.register(form);
    office.visit(case, json!({ "day": "R7.12.2", "planned_management": "no" }));
    office.finalize(case, "2025-12");
    for month in [MONTH, "2025-11"] {
        assert_eq!(office.statement(case, month).faults, vec![], "{month}");
    }
    let _: Status = office.ask("lock", json!({}));
    assert_eq!(
        numbers(&office, case, &[MONTH, "2025-11", "2025-12"]),
        ["01101012345000", "01101067891000", "01101045678000"]
    );
}

#[test]
fn a_number_that_was_none_is_mended_without_a_notice() {
    let mut office = Office::open("2025-11-06");
    let mut form = office.sheet("5", CUT_FINGER);
    fill(&mut form, &[("labor_number", "0110101234500")]);
    let saved: IntakeSaved = office.ask("save_intake", SaveIntake { form, keep_all: true });
    let mut form = saved.form;
    fill(&mut form, &[("labor_number", "01101012345000")]);
    let form = office.register(form);
    let (_, case) = ids(&form);
    assert_eq!(form.kept, Vec::<String>::new());
    office.visit(case, json!({ "day": "R7.10.3" }));
    assert!(office.statement(case, MONTH).faults.iter().all(|f| !f.place.contains("労働保険番号")));
}
