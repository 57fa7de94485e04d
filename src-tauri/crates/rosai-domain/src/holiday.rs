use crate::Day;
use chrono::{Datelike, Weekday};
use jpholiday::jpholiday::JPHoliday;

thread_local! {
    /// The calendar is a list of rules; building it costs more than asking it.
    static CALENDAR: JPHoliday<'static> = JPHoliday::new();
}

/// Whether the day is a 休日 in the sense of the 健保点数表 (初診料 注7, 再診料 注5): Sunday, a national holiday
/// (with 振替休日 and 国民の休日), 29–31 December, 2 and 3 January. A clinic's own closing day is not one.
pub fn is_holiday(day: Day) -> bool {
    let d = day.date();
    d.weekday() == Weekday::Sun
        || matches!((d.month(), d.day()), (12, 29..=31) | (1, 2..=3))
        || CALENDAR.with(|c| c.is_holiday(&d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sundays_national_holidays_and_the_turn_of_the_year() {
        let day = |t: &str| Day::parse(t).expect(t);
        for t in ["2025-10-12", "2025-10-13", "2025-11-24", "2025-12-29", "2025-12-31", "2026-01-01", "2026-01-03"] {
            assert!(is_holiday(day(t)), "{t}");
        }
        for t in ["2025-10-11", "2025-12-28"] {
            assert_eq!(is_holiday(day(t)), t == "2025-12-28", "28 December 2025 is a Sunday: {t}");
        }
        assert!(!is_holiday(day("2026-01-05")));
    }
}
