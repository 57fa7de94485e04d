//! Ten years of a clinic in one encrypted file: 2,000 cases, 60,000 visits, 300,000 acts, every month before the last two
//! finalized. Bodies are those the desk writes: one worker is entered through it and copied from.

use rosai_api::wire::{ActForm, AttendanceForm, DrugForm};
use rosai_domain::{Day, YearMonth, fold_width, to_katakana};
use rosai_store::{CaseWrite, Change, FinalizeWrite, Intake, Store, WorkerWrite};
use rosai_tests::desk::{CLERK, DOCTOR, MONTH, Office, PASSPHRASE, dressing, first_visit};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

pub const CASES: usize = 2_000;
pub const VISITS: usize = 60_000;
const ACTS_A_VISIT: usize = 5;
/// June 2016 … May 2026: the last fourteen months lie within the fee book.
pub const FIRST: YearMonth = YearMonth { year: 2016, month: 6 };
pub const MONTHS: usize = 120;
/// Months that are still worked on.
pub const OPEN: usize = 2;
/// Today.
pub const TODAY: &str = "2026-05-27";
/// Months a case lasts.
const LASTS: usize = 5;

/// The month `n` after the first.
pub fn month(n: usize) -> YearMonth {
    (0..n).fold(FIRST, |m, _| m.next())
}

/// Numbers that look random and are the same every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

const FAMILIES: [(&str, &str); 12] = [
    ("切田", "キリタ"),
    ("足立", "アダチ"),
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("霧島", "キリシマ"),
    ("木村", "キムラ"),
    ("渡辺", "ワタナベ"),
    ("斉藤", "サイトウ"),
    ("火野", "ヒノ"),
    ("休場", "ヤスバ"),
    ("小林", "コバヤシ"),
];
const GIVENS: [(&str, &str); 10] = [
    ("太郎", "タロウ"),
    ("花子", "ハナコ"),
    ("次郎", "ジロウ"),
    ("三郎", "サブロウ"),
    ("美咲", "ミサキ"),
    ("健", "ケン"),
    ("良子", "リョウコ"),
    ("和夫", "カズオ"),
    ("真由美", "マユミ"),
    ("誠", "マコト"),
];
const SITES: [&str; 6] = ["左手第2指", "右前腕", "右足関節", "左膝", "右手", "左下腿"];

/// What the desk itself wrote for one worker: bodies, search text, a finalized document.
struct Pattern {
    worker: Value,
    case: Value,
    record: Value,
    statement: FinalizeWrite,
}

fn pattern(folder: &Path) -> Pattern {
    let mut office = Office::at(folder, "2025-11-06");
    let _: Value = office.ask("create_store", json!({ "passphrase": PASSPHRASE, "again": PASSPHRASE }));
    let _: Value = office.ask("save_facility", rosai_tests::desk::facility());
    let (worker, case) = office.cut_finger();
    office.visit(case, first_visit());
    for day in ["R7.10.4", "R7.10.7", "R7.10.10", "R7.10.14", "R7.10.20"] {
        office.visit(case, dressing(day));
    }
    office.name_diseases(worker, case, MONTH, &["左示指切創"]);
    office.answer(case, "2025-10-03", "emergency_care", "yes");
    office.record(case, MONTH, json!({ "course": "洗浄のうえ縫合した。経過は良好で、処置を続ける。" }));
    office.finalize(case, MONTH);
    let file = office.file();
    drop(office);
    let store = Store::open(&file, PASSPHRASE).expect("the clinic of the pattern");
    let read = |body: &str| serde_json::from_str(body).expect("a body");
    let row = store.statement(case, MONTH).expect("readable").expect("a statement");
    let rows = store.month(worker, MONTH).expect("readable");
    let ledger = store.ledger(worker, "2025-11").expect("readable");
    Pattern {
        worker: read(&store.worker(worker).expect("readable").expect("the worker").row.body),
        case: read(&store.case(case).expect("readable").expect("the case").row.body),
        record: read(&rows.records[0].row.body),
        statement: FinalizeWrite {
            json: store.document_of(row.id).expect("its document"),
            sha256: row.sha256,
            total: row.total,
            program: row.program,
            ledger: ledger.into_iter().map(|l| (l.day, l.item)).collect(),
            ..FinalizeWrite::default()
        },
    }
}

fn drug(name: &str, price: &str, quantity: &str) -> DrugForm {
    DrugForm {
        name: name.to_owned(),
        price: price.to_owned(),
        quantity: quantity.to_owned(),
        unit: "錠".to_owned(),
        ..DrugForm::default()
    }
}

/// Five acts of an ordinary visit.
fn acts(site: &str, dice: &mut Dice) -> Vec<ActForm> {
    let code = |code: &str| ActForm { code: code.to_owned(), ..ActForm::default() };
    let at = |act: ActForm| ActForm { sites: vec![site.to_owned()], ..act };
    let procedure = match dice.below(3) {
        0 => at(ActForm { area: (2 + dice.below(300)).to_string(), ..code("140000610") }),
        1 => at(code("140040310")),
        _ => at(ActForm { area: (2 + dice.below(300)).to_string(), ..code("140032010") }),
    };
    let internal = ActForm {
        drug_use: "internal".to_owned(),
        days: (1 + dice.below(14)).to_string(),
        drugs: vec![drug("ロキソプロフェン錠60mg", "10.4", "3")],
        ..ActForm::default()
    };
    let acts = vec![procedure, code("120001210"), code("120000710"), code("120001010"), internal];
    assert_eq!(acts.len(), ACTS_A_VISIT);
    acts
}

struct Writer {
    store: Store,
    pattern: Pattern,
    dice: Dice,
}

impl Writer {
    fn worker(&mut self, n: usize) -> WorkerWrite {
        let (family, given) = (FAMILIES[self.dice.below(12)], GIVENS[self.dice.below(10)]);
        let birth =
            format!("{}-{:02}-{:02}", 1950 + self.dice.below(55), 1 + self.dice.below(12), 1 + self.dice.below(28));
        let number = (1000 + n).to_string();
        let mut body = self.pattern.worker.clone();
        for (id, value) in [
            ("name", format!("{}　{}", family.0, given.0)),
            ("kana_family", family.1.to_owned()),
            ("kana_given", given.1.to_owned()),
            ("birth", birth.clone()),
            ("patient_number", number.clone()),
        ] {
            body["fields"][id] = value.into();
        }
        let born = Day::parse(&birth).expect("a day");
        let labor = format!("0110101{:04}000", n % 400);
        let kana_key = format!("{}{}", family.1, given.1);
        let (ja, digits) = (born.ja(), birth.replace('-', ""));
        let search = format!(
            "{0}　{1} {0}{1} {kana_key} {number} {ja} {digits} {birth} 株式会社みほん木工{2} {labor}",
            family.0,
            given.0,
            n % 400
        );
        // In the spelling in which the desk looks.
        let search = to_katakana(&fold_width(&search)).to_uppercase();
        WorkerWrite {
            patient_number: number,
            kana_key,
            birth,
            search,
            body: body.to_string(),
            ..WorkerWrite::default()
        }
    }

    /// A case, of a new worker four times out of five.
    fn case(&mut self, n: usize, workers: &mut Vec<u32>, injured: Day) -> u32 {
        let again = !workers.is_empty() && self.dice.below(5) == 0;
        let labor = format!("011010{:05}000", 10_000 + n % 400);
        let mut body = self.pattern.case.clone();
        body["fields"]["injured_on"] = injured.to_string().into();
        body["fields"]["received"] = injured.plus_days(2).to_string().into();
        body["fields"]["labor_number"] = labor.clone().into();
        body["fields"]["employer_name"] = format!("株式会社みほん木工{}", n % 400).into();
        let case = CaseWrite {
            number_key: labor,
            injured_on: injured.to_string(),
            body: body.to_string(),
            ..CaseWrite::default()
        };
        let worker = if again {
            let id = workers[self.dice.below(workers.len())];
            let row = self.store.worker(id).expect("readable").expect("the worker");
            let search = "かさねて".to_owned();
            let kept = self.worker(id as usize);
            WorkerWrite {
                id: Some(id),
                revision: row.row.revision,
                search: format!("{} {search}", kept.search),
                ..kept
            }
        } else {
            self.worker(n)
        };
        let at = format!("{injured}T09:30:00+09:00");
        let change = Change { actor: CLERK, at: &at, summary: "受付票を登録した" };
        let ids = self.store.save_intake(&change, Intake { worker, employer: None, case }).expect("saved");
        if !again {
            workers.push(ids.worker);
        }
        ids.case
    }

    fn visits(&mut self, case: u32, month: YearMonth, many: usize, site: &str) {
        let last = month.last().day_of_month().min(26) as usize;
        for i in 0..many {
            let day = month.first().plus_days((i * (last - 1) / many) as i64);
            let form = AttendanceForm {
                case,
                day: day.to_string(),
                time: format!("{:02}:{:02}", 9 + self.dice.below(8), self.dice.below(60)),
                coming: 1,
                planned_management: "yes".to_owned(),
                acts: acts(site, &mut self.dice),
                ..AttendanceForm::default()
            };
            let body = serde_json::to_string(&form).expect("JSON");
            let at = format!("{day}T17:00:00+09:00");
            let summary = format!("{}の受診を加えた", day.ja());
            let change = Change { actor: CLERK, at: &at, summary: &summary };
            self.store.save_attendance(&change, None, 0, case, &form.day, &form.time, &body).expect("saved");
        }
    }

    fn closed(&mut self, case: u32, month: YearMonth, first: bool) {
        let name = String::from(month);
        let at = format!("{}T17:30:00+09:00", month.last());
        let change = Change { actor: DOCTOR, at: &at, summary: "内訳書を確定した" };
        let kept = &self.pattern.statement;
        // A first month leaves 初診料 and 取扱料 in the ledger, every month its visits.
        let ledger = kept.ledger.iter().filter(|(_, item)| first || item.starts_with("repeat_visit_fee"));
        let day = month.first().to_string();
        let statement = FinalizeWrite {
            case,
            month: name.clone(),
            ledger: ledger.map(|(_, item)| (day.clone(), item.clone())).collect(),
            ..kept.clone()
        };
        self.store.finalize(&change, statement).expect("finalized");
    }

    fn record(&mut self, case: u32, month: YearMonth) {
        let at = format!("{}T17:00:00+09:00", month.last());
        let change = Change { actor: DOCTOR, at: &at, summary: "傷病の経過・転帰を直した" };
        let body = self.pattern.record.to_string();
        self.store.save_month_record(&change, case, &String::from(month), 0, &body).expect("saved");
    }
}

/// Makes the file where it is not there; says how long that took.
pub fn generate(folder: &Path, file: &Path) {
    let started = Instant::now();
    let work = tempfile::tempdir_in(folder).expect("a folder");
    let pattern = pattern(work.path());
    // The pattern's own file goes on: its clinic is the clinic.
    let store = Store::open(&work.path().join("rosai-desk.db"), PASSPHRASE).expect("the file");
    println!("10年分の記録をつくります（1回だけ）。内訳書1枚のJSONは{}バイトです。", pattern.statement.json.len());
    let mut writer = Writer { store, pattern, dice: Dice(20_251_017) };
    let mut workers = Vec::new();
    // Cases begin evenly over the years; each month every case that is under treatment comes as often as makes the sum.
    let mut cases: Vec<(usize, u32, &str)> = Vec::new();
    let active = |begun: usize, n: usize| begun <= n && n < begun + LASTS;
    let begins: Vec<usize> = (0..CASES).map(|i| i * MONTHS / CASES).collect();
    let case_months = begins.iter().map(|b| LASTS.min(MONTHS - b)).sum::<usize>();
    let (each, mut more) = (VISITS / case_months, VISITS % case_months);
    for n in 0..MONTHS {
        let month = month(n);
        while cases.len() < CASES && begins[cases.len()] == n {
            let case = writer.case(cases.len(), &mut workers, month.first());
            cases.push((n, case, SITES[cases.len() % SITES.len()]));
        }
        for (begun, case, site) in cases.iter().filter(|(b, ..)| active(*b, n)) {
            let extra = usize::from(more > 0);
            more -= extra;
            writer.visits(*case, month, each + extra, site);
            writer.record(*case, month);
            if n + OPEN < MONTHS {
                writer.closed(*case, month, *begun == n);
            }
        }
        if n % 12 == 11 {
            println!("  {}まで（{}秒）", month.ja(), started.elapsed().as_secs());
        }
    }
    drop(writer);
    std::fs::rename(work.path().join("rosai-desk.db"), file).expect("into its place");
    println!("  できました（{}秒、{}人）。", started.elapsed().as_secs(), workers.len());
}
