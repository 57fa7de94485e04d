//! The rules, one file each, in calculation order. Ids are never reused.

use crate::rule::Rule;
use rosai_document::RuleId;

pub(crate) mod acts_by_row;
pub(crate) mod anesthesia;
pub(crate) mod appliance_comparison;
pub(crate) mod asbestos_claim_guidance_fee;
pub(crate) mod asbestos_management_fee;
pub(crate) mod benefit_claim_handling_fee;
pub(crate) mod comment_requirement;
pub(crate) mod count_limits;
pub(crate) mod document_fee;
pub(crate) mod drug_fee;
pub(crate) mod electronic_claim_addition;
pub(crate) mod electronic_table;
pub(crate) mod emergency_care_addition;
pub(crate) mod examination;
pub(crate) mod facility_additions;
pub(crate) mod functional_recovery_guidance_addition;
pub(crate) mod hospital_outpatient_inclusion;
pub(crate) mod imaging;
pub(crate) mod initial_brushing_fee;
pub(crate) mod initial_visit_fee;
pub(crate) mod intraoperative_fluoroscopy_addition;
pub(crate) mod limb_special;
pub(crate) mod material_fee;
pub(crate) mod medical_management;
pub(crate) mod needle_stick;
pub(crate) mod night_early_addition;
pub(crate) mod outpatient_management_addition;
pub(crate) mod outpatient_management_requirement;
pub(crate) mod prescribing;
pub(crate) mod procedure_combination;
pub(crate) mod procedure_time_addition;
pub(crate) mod psychiatric_return_addition;
pub(crate) mod purchased_material;
pub(crate) mod reduction;
pub(crate) mod rehabilitation;
pub(crate) mod rehabilitation_information_addition;
pub(crate) mod repeat_visit_fee;
pub(crate) mod repeat_visit_guidance_fee;
pub(crate) mod return_to_society_guidance_fee;
pub(crate) mod return_to_work_guidance;
pub(crate) mod row_conditions;
pub(crate) mod same_operative_field;
pub(crate) mod synthetic_code;
pub(crate) mod tomography_fee;
pub(crate) mod tomography_reading_special;
pub(crate) mod unlisted_act;
pub(crate) mod vibration_examination;
pub(crate) mod visit_time_addition;
pub(crate) mod workplace_visit_guidance;
pub(crate) mod yen_per_point;

static RULES: &[&Rule] = &[
    // Price: what one act is worth.
    &unlisted_act::RULE,
    &prescribing::RULE,
    &drug_fee::RULE,
    &acts_by_row::INJECTION,
    &material_fee::RULE,
    &purchased_material::BANDAGE,
    &purchased_material::FIXATION,
    &purchased_material::GAUZE,
    &appliance_comparison::RULE,
    &imaging::RULE,
    &tomography_fee::RULE,
    &tomography_reading_special::RULE,
    &examination::RULE,
    &reduction::RULE,
    &acts_by_row::PROCEDURE,
    &anesthesia::RULE,
    &medical_management::RULE,
    &acts_by_row::HOME_AND_OTHER,
    &rehabilitation::RULE,
    &row_conditions::RULE,
    &asbestos_management_fee::RULE,
    &initial_brushing_fee::RULE,
    &limb_special::RULE,
    &same_operative_field::RULE,
    &needle_stick::RULE,
    &hospital_outpatient_inclusion::RULE,
    &count_limits::RULE,
    // Choose: what may stand together.
    &procedure_combination::RULE,
    &outpatient_management_requirement::RULE,
    // Attach: additions to acts that are charged.
    &rehabilitation_information_addition::RULE,
    &intraoperative_fluoroscopy_addition::RULE,
    &workplace_visit_guidance::RULE,
    &psychiatric_return_addition::RULE,
    &asbestos_claim_guidance_fee::RULE,
    &return_to_work_guidance::RULE,
    &return_to_society_guidance_fee::RULE,
    &vibration_examination::RULE,
    // Charge: once per attendance, day, month, injury.
    &initial_visit_fee::RULE,
    &emergency_care_addition::RULE,
    &benefit_claim_handling_fee::RULE,
    &repeat_visit_fee::RULE,
    &visit_time_addition::RULE,
    &night_early_addition::RULE,
    &facility_additions::RULE,
    &outpatient_management_addition::RULE,
    &repeat_visit_guidance_fee::RULE,
    &functional_recovery_guidance_addition::RULE,
    &procedure_time_addition::RULE,
    &document_fee::RULE,
    &electronic_claim_addition::RULE,
    // Settle: on all that is charged.
    &electronic_table::RULE,
    &comment_requirement::RULE,
    &synthetic_code::RULE,
    // Total: once per statement.
    &yen_per_point::RULE,
];

/// Every rule in calculation order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied()
}

/// The rule of an id.
pub fn by_id(id: RuleId) -> Option<&'static Rule> {
    all().find(|r| r.id == id)
}

/// Place in calculation order.
pub(crate) fn place(id: RuleId) -> usize {
    RULES.iter().position(|r| r.id == id).unwrap_or(RULES.len())
}

/// The rule in whose name the chooser speaks.
pub(crate) fn chooser() -> &'static Rule {
    &outpatient_management_addition::RULE
}
