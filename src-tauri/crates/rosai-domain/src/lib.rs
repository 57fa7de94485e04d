//! Types of the trade: days and eras, yen and points, the numbers on the forms, people, injuries,
//! attendances, stays, acts and body sites — and what makes each of them well formed.
//!
//! Nothing here knows a file, a clock, a database or a window. What is refused is refused with one plain
//! Japanese sentence that says what is wrong and what to do next.

mod amount;
mod attendance;
mod day;
mod document;
mod facility;
mod facts;
mod holiday;
mod injury;
mod number;
mod person;
mod problem;
mod question;
mod site;
mod text;

pub use amount::{Points, TaxClass, Yen, YenPerPoint};
pub use attendance::{
    Act, ActComment, ActId, Attendance, AttendanceId, Consultation, Department, DrugItem, DrugUse, GuidanceKind, Meals,
    Stay, TimeClass, Unlisted, Vouched, What, read_count, read_decimal,
};
pub use day::{Day, Era, Weekday, YearMonth};
pub use document::{DocumentKind, Guided, IssuedDocument};
pub use facility::{ClaimMethod, Dated, Establishment, Facility, FacilityKind, HoursSpan, Notice, TimeOfDay};
pub use facts::{Actor, Facts, LedgerEntry, OtherInsuranceAttendance};
pub use holiday::is_holiday;
pub use injury::{
    Arrival, Disease, DiseaseEnd, DiseaseNature, Disposition, FormNumber, FormReceived, InjuryCase, InjuryCause,
    SymptomDetail,
};
pub use number::{HospitalNumber, InsuranceNumber, LaborInsuranceNumber, PensionNumber};
pub use person::{Employer, PersonName, Sex, Worker};
pub use problem::Problem;
pub use question::{Answer, AnswerKind, AnswerValue, Question};
pub use site::{FactorClass, LocalArea, Region, Side, Site};
pub use text::{fold_width, has_control, normalize, to_katakana};
