//! Every 合成コード of the 労災 master, charged from its parts: one line, its code, the points the master prints.

use rosai_catalogue::synthetic_codes;
use rosai_proof::ENGINE;
use rust_decimal::Decimal;

/// A site of each factor.
fn site(factor: Decimal) -> &'static str {
    match factor.to_string().as_str() {
        "1" => "腰部",
        "1.5" => "右前腕",
        "2" => "右手",
        other => panic!("no site for {other}"),
    }
}

#[test]
fn all_848_are_charged_as_the_master_prints_them() {
    for day in ["2025-10-06", "2026-10-05"] {
        let on = rosai_domain::Day::parse(day).expect(day);
        let mut tried = 0;
        for one in synthetic_codes().iter().filter(|c| c.in_force(on)) {
            let acts: Vec<String> = one
                .parts
                .iter()
                .map(|(code, factor)| {
                    let row = ENGINE.catalogue().act(code, on).expect(code);
                    // The smallest area of the row, and one for a row that begins with none.
                    let area = row.area.map(|(low, _)| format!(", area: {}", low.max(Decimal::ONE)));
                    format!("{{code: \"{code}\", sites: [{}]{}}}", site(*factor), area.unwrap_or_default())
                })
                .collect();
            let text = format!(
                "- id: X\n  title: X\n  cite: X\n  given:\n    injuries: [{{earlier_slips: 1, injured_on: 2025-09-01}}]\n    \
                 attendances:\n      - {{day: {day}, planned_management: false, acts: [{}]}}\n  expect: {{}}\n",
                acts.join(", ")
            );
            let cases = rosai_casefile::read(&text).unwrap_or_else(|e| panic!("{}: {e}", one.code));
            let found = ENGINE.assess(&cases[0].given.facts()).unwrap_or_else(|p| panic!("{}: {p:?}", one.code));
            let lines: Vec<(Option<&str>, i64)> = found
                .charges()
                .filter(|(f, _)| !f.subject.acts.is_empty())
                .map(|(f, c)| (c.code.as_deref(), f.points().0))
                .collect();
            let printed = i64::try_from(one.points).expect("whole points");
            assert_eq!(lines, [(Some(one.code.as_str()), printed)], "{} on {day}", one.code);
            tried += 1;
        }
        assert_eq!(tried, 848, "{day}");
    }
}
