//! The one list of commands: from it come the dispatcher and the TypeScript of the screens.

use crate::desk::Desk;
use crate::error::{ApiError, Code};
use crate::wire::*;
use serde::Deserialize;
use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use ts_rs::{Config, TS, TypeVisitor};

/// What a door hands over: which command, in whose name, and with what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Name of the command.
    pub command: String,
    /// Who acts: a name of the staff list; empty before the clinic has one.
    #[serde(default)]
    pub actor: String,
    /// The request.
    #[serde(default)]
    pub request: serde_json::Value,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident: $request:ty => $response:ty;)*) => {
        impl Desk {
            /// Carries out one command in somebody's name. Every answer and every refusal is data.
            pub fn call(&mut self, call: Call) -> Result<serde_json::Value, ApiError> {
                match call.command.as_str() {
                    $(stringify!($name) => {
                        let request: $request = read(call.request)?;
                        let response: $response = self.$name(&call.actor, request)?;
                        serde_json::to_value(response).map_err(|e| internal(&e.to_string()))
                    })*
                    other => Err(internal(&format!("command {other}"))),
                }
            }
        }

        /// Names of all commands, in order.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        fn visit_all(visitor: &mut impl TypeVisitor) {
            $(visitor.visit::<$request>(); visitor.visit::<$response>();)*
            visitor.visit::<ApiError>();
        }

        fn map(cfg: &Config) -> String {
            let mut out = String::from("/** Every command with what it asks and what it answers. */\nexport interface Commands {\n");
            $(out.push_str(&format!("  {}: [{}, {}];\n", stringify!($name), <$request>::name(cfg), <$response>::name(cfg)));)*
            out.push_str("}\n");
            out
        }
    };
}

commands! {
    status: Nothing => Status;
    create_store: CreateStore => Status;
    unlock: Unlock => Status;
    lock: Nothing => Status;
    open_demo: Nothing => Status;
    set_calendar: SetCalendar => Status;
    facility: Nothing => FacilityForm;
    check_facility: FacilityForm => FacilitySaved;
    save_facility: FacilityForm => FacilitySaved;
    notice_kinds: Nothing => NoticeKinds;
    preferences: Nothing => Preferences;
    save_preferences: Preferences => Preferences;
    backup: Nothing => Written;
    today: Nothing => Today;
    search: Search => SearchHits;
    intake_sheet: AskIntakeSheet => IntakeSheet;
    intake: AskIntake => IntakeForm;
    check_intake: IntakeForm => IntakeChecked;
    save_intake: SaveIntake => IntakeSaved;
    find_employer: FindEmployer => Employers;
    find_office: FindOffice => Offices;
    month: AskMonth => MonthView;
    save_attendance: SaveAttendance => AttendanceSaved;
    remove_attendance: RemoveAttendance => AttendanceSaved;
    last_visit: AskLastVisit => LastVisit;
    answer: GiveAnswer => MonthView;
    save_diseases: SaveDiseases => AttendanceSaved;
    save_month_record: SaveMonthRecord => AttendanceSaved;
    certificate_kinds: Nothing => CertificateKinds;
    save_document: SaveDocument => AttendanceSaved;
    papers: AskPapers => PapersView;
    paper: AskPaper => PaperView;
    save_paper: SavePaper => PaperSaved;
    paper_sheet: PaperForm => PaperSheets;
    write_paper_pdf: WritePaperPdf => Written;
    remove_paper: RemovePaper => PapersView;
    undo: AskMonth => MonthView;
    redo: AskMonth => MonthView;
    find: Find => FoundHits;
    find_site: FindSite => SiteHits;
    act_comments: AskComments => ActComments;
    read_comments: AskComments => CommentsRead;
    find_disease: FindDisease => DiseaseHits;
    find_modifier: FindModifier => ModifierHits;
    compose_disease: ComposeDisease => DiseaseHit;
    sets: Nothing => SetsView;
    save_sets: SaveSets => SetsSaved;
    find_sets: FindSets => SetHits;
    set_of_acts: SetOfActs => SetForm;
    open_set: OpenSet => OpenedSet;
    apply_set: ApplySet => AppliedSet;
    export_sets: Nothing => Written;
    import_sets: ImportSets => SetsImported;
    close: AskClose => CloseView;
    finalize: Finalize => CloseView;
    lift: Lift => CloseView;
    export_statements: AskClose => Written;
    sheet: AskSheet => SheetView;
    write_pdf: WritePdf => Written;
    save_draft: SaveDraft => Nothing;
    draft: DraftKey => Draft;
    drop_draft: DraftKey => Nothing;
    history: AskHistory => History;
    help: AskHelp => Help;
    values: Nothing => Values;
    confirm_value: ConfirmValue => ValuesSaved;
    withdraw_value: WithdrawValue => ValuesSaved;
    masters: Nothing => MastersView;
    begin_master: BeginMaster => MasterProgress;
    put_master_chunk: MasterChunk => MasterProgress;
    read_master: MasterUpload => MasterRead;
    keep_master: MasterUpload => MasterKept;
    drop_master: MasterUpload => Nothing;
    master_report: AskMasterReport => MasterReport;
    take_back_master: AskMaster => MastersView;
    put_back_master: AskMaster => MastersView;
    what_if: AskWhatIf => WhatIfView;
    what_if_keys: AskMonth => WhatIfKeys;
    rulebook: Nothing => RuleBook;
    rule_page: AskRule => RulePage;
}

impl Desk {
    /// Like [`Desk::call`], and a fault of the program is an answer too: no panic reaches a person.
    pub fn answer_call(&mut self, call: Call) -> Result<serde_json::Value, ApiError> {
        let command = call.command.clone();
        let done = catch_unwind(AssertUnwindSafe(|| self.call(call)));
        let done = done.unwrap_or_else(|_| {
            self.door.log(&format!("panic in {command}"));
            Err(internal(&command))
        });
        if let Err(refused) = &done {
            self.close_if_damaged(refused);
        }
        done
    }
}

fn internal(detail: &str) -> ApiError {
    ApiError {
        code: Code::Internal,
        message: format!(
            "プログラムの内側で誤りがありました（{detail}）。保存したものは失われていません。開き直してください。"
        ),
        place: None,
    }
}

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, ApiError> {
    let value = if value.is_null() { serde_json::json!({}) } else { value };
    serde_json::from_value(value).map_err(|e| internal(&e.to_string()))
}

/// Declarations of all wire types, each after what it needs.
#[derive(Default)]
struct Declared {
    seen: BTreeSet<String>,
    ids: Vec<TypeId>,
    text: BTreeMap<String, String>,
}

impl TypeVisitor for Declared {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.ids.contains(&TypeId::of::<T>()) {
            return;
        }
        self.ids.push(TypeId::of::<T>());
        let cfg = config();
        if T::output_path().is_some() && self.seen.insert(T::ident(&cfg)) {
            self.text.insert(T::ident(&cfg), format!("export {}\n", T::decl(&cfg)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn config() -> Config {
    Config::new().with_large_int("number")
}

/// The TypeScript of every command and wire type, as it stands in `ui/src/backend/bindings.ts`.
pub fn bindings() -> String {
    let mut declared = Declared::default();
    visit_all(&mut declared);
    let types: String = declared.text.into_values().collect();
    format!("// Generated by `cargo xtask bindings` from rosai-api: do not edit.\n\n{}\n{types}", map(&config()))
}
