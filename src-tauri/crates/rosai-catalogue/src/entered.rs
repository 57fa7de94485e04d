//! Items of the manual that a person enters as an act: their rows.

use crate::act::{ActRow, ITEM_CATEGORY, Step};
use crate::item::FeeItem;
use rosai_domain::Day;
use rust_decimal::Decimal;
use std::sync::Arc;

/// How an item is entered as an act (`entered`, `kana`, `counted`, `most` in the TOML).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// 診療識別.
    pub class: u8,
    /// Kana, half-width as in the master.
    pub kana: String,
    /// What the quantity counts (`指`, `手`) and the highest quantity: the points are those of one of them.
    pub counted: Option<(String, u32)>,
}

/// Reads the keys of an item; a sentence where they do not belong together.
pub(crate) fn read(
    class: Option<u8>,
    kana: Option<String>,
    counted: Option<String>,
    most: Option<u32>,
) -> Result<Option<Entered>, String> {
    let Some(class) = class else {
        return if kana.is_none() && counted.is_none() && most.is_none() {
            Ok(None)
        } else {
            Err("kana・counted・most は、entered（診療識別）のある項目だけに書きます。".to_owned())
        };
    };
    let Some(kana) = kana.filter(|k| !k.is_empty()) else {
        return Err("行為として入れる項目には、カナ（kana）が要ります。".to_owned());
    };
    let counted = match (counted, most) {
        (None, None) => None,
        (Some(unit), Some(most)) if most > 1 => Some((unit, most)),
        _ => return Err("counted（数える単位）と most（2以上の上限）は、そろえて書きます。".to_owned()),
    };
    Ok(Some(Entered { class, kana, counted }))
}

/// The rows of an entered item, one for each of its values. Their points are the item's own value (id = item id).
pub(crate) fn rows(item: &FeeItem) -> Vec<Arc<ActRow>> {
    let (Some(entered), Some(code)) = (&item.entered, &item.code) else { return Vec::new() };
    let end = |next: Option<Day>| {
        let ended = item.ended.as_ref().map(|(day, _)| *day);
        next.into_iter().chain(ended).min().map(|day| day.plus_days(-1))
    };
    let row = |(n, (from, _, value)): (usize, &(Day, Day, Arc<rosai_document::TableValue>))| ActRow {
        code: code.as_str().into(),
        kubun: "労災".into(),
        name: item.ja.as_str().into(),
        kana: entered.kana.as_str().into(),
        class: entered.class,
        category: ITEM_CATEGORY.into(),
        points: value.clone(),
        length: None,
        unit: entered.counted.as_ref().map(|(unit, _)| unit.as_str()).unwrap_or_default().into(),
        step: entered.counted.as_ref().map(|(_, most)| Step {
            low: Decimal::ONE,
            high: Some((*most).into()),
            step: Decimal::ONE,
            points: value.value,
        }),
        barred: false,
        note_code: None,
        note_no: None,
        limb: None,
        area: None,
        facility_codes: Vec::new(),
        columns: None,
        from: *from,
        to: end(item.values.get(n + 1).map(|(next, _, _)| *next)),
        searched: Default::default(),
    };
    item.values.iter().enumerate().map(row).map(Arc::new).collect()
}

#[cfg(test)]
mod tests {
    use crate::Catalogue;
    use rosai_domain::Day;
    use rust_decimal::Decimal;

    const SOURCES: &str = "[book]\nfrom = 2024-06-01\nto = 2027-05-31\n[[source]]\nid = \"s\"\nja = \"x\"\nfrom = 2024-06-01\nto = 2027-05-31\n";
    const ITEM: &str = r#"
[[item]]
id = "vibration_pain"
ja = "痛覚検査"
unit = "points"
code = "101600090"
entered = 60
kana = "ﾂｳｶｸｹﾝ"
counted = "指"
most = 10
ended = { from = 2026-04-01, cite = { doc = "s", section = "2" }, standing = "inferred" }
  [[item.value]]
  from = 2016-04-01
  amount = "9"
  standing = "official"
  cite = { doc = "s", section = "1" }
  checked_on = 2026-11-22
  [[item.value]]
  from = 2025-06-01
  amount = "11"
  standing = "official"
  cite = { doc = "s", section = "1" }
  checked_on = 2026-11-22
"#;

    fn day(text: &str) -> Day {
        Day::parse(text).expect(text)
    }

    #[test]
    fn an_entered_item_has_a_row_for_each_value_until_it_ends() {
        let book = Catalogue::parse(SOURCES, &[("31.toml", ITEM)], &[]).unwrap_or_else(|p| panic!("{p:?}"));
        let row = |on| book.act("101600090", day(on));
        let first = row("2025-05-31").expect("a row");
        assert_eq!((first.points.value, &*first.points.id), (Decimal::from(9), "vibration_pain"));
        assert_eq!((first.from, first.to), (day("2016-04-01"), Some(day("2025-05-31"))));
        assert_eq!((first.class, &*first.kubun, &*first.category), (60, "労災", "労災項目"));
        let step = first.step.expect("it counts fingers");
        assert_eq!((step.low, step.high, step.points), (Decimal::ONE, Some(Decimal::TEN), Decimal::from(9)));
        let second = row("2026-03-31").expect("a row");
        assert_eq!((second.points.value, second.to), (Decimal::from(11), Some(day("2026-03-31"))));
        assert!(row("2026-04-01").is_err(), "ended");
        assert_eq!(book.find("ﾂｳｶｸ", day("2026-03-31")).len(), 1);
        assert_eq!(book.item_of_code("101600090").map(|i| i.id.as_str()), Some("vibration_pain"));
        assert!(book.item_of_code("101600080").is_none());
    }

    #[test]
    fn keys_that_do_not_belong_together_are_refused() {
        let said = |change: &dyn Fn(&str) -> String| {
            let problems = Catalogue::parse(SOURCES, &[("31.toml", &change(ITEM))], &[]).expect_err("bad keys");
            problems.iter().map(ToString::to_string).collect::<String>()
        };
        assert!(said(&|t| t.replace("entered = 60\n", "")).contains("entered（診療識別）のある項目だけ"));
        assert!(said(&|t| t.replace("kana = \"ﾂｳｶｸｹﾝ\"\n", "")).contains("カナ（kana）が要ります"));
        assert!(said(&|t| t.replace("most = 10\n", "")).contains("そろえて書きます"));
        assert!(said(&|t| t.replace("code = \"101600090\"\n", "")).contains("9桁のコードと点数が要ります"));
        assert!(said(&|t| t.replace("unit = \"points\"", "unit = \"yen\"")).contains("9桁のコードと点数が要ります"));
        assert!(said(&|t| t.replace("101600090", "10160009")).contains("9桁の数字でありません"));
        let twice = |t: &str| format!("{t}{}", t.replace("vibration_pain", "vibration_pain_cold"));
        assert!(said(&twice).contains("ほかの項目か行為の表にもあります"));
    }

    #[test]
    fn a_code_of_an_item_may_not_stand_among_the_acts() {
        let acts = "code,kubun,name,kana,class,points,unit,step_low,step_high,step,step_points,barred,time_add,note_code,note_no,limb_group,limb_max,facility,from,to,standing,source,category\n\
            101600090,,x,,60,9,,,,,,,,,,,,,2024-06-01,,official,s,検査\n";
        let problems = Catalogue::parse(SOURCES, &[("31.toml", ITEM)], &[("x.csv", acts)]).expect_err("twice");
        assert!(problems[0].message.contains("ほかの項目か行為の表にもあります"), "{problems:?}");
    }
}
