//! What is looked for by something else than a code, so that nothing scans every row.

use crate::act::ActRow;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Codes = Vec<Arc<str>>;

/// Codes by what their rows say. Rows of one code say the same whatever the day, but for their figures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// Rows of an area, by 区分番号 and the name before the bracket.
    pub areas: BTreeMap<(Arc<str>, Box<str>), Codes>,
    /// 労災 rehabilitation by name.
    pub rosai_rehabilitation: BTreeMap<Arc<str>, Codes>,
    /// 区分番号 of acts 参考10 raises.
    pub limbs: BTreeSet<Arc<str>>,
    /// 健保 rehabilitation by the fee in its name.
    pub rehabilitation: BTreeMap<Box<str>, Codes>,
}

/// `運動器リハビリテーション料（３）` of `運動器リハビリテーション料（３）（医師による場合）`.
pub(crate) fn fee_of(name: &str) -> &str {
    name.split_inclusive('）').next().unwrap_or_default()
}

impl Index {
    /// Of the rows of every act.
    pub fn of(acts: &BTreeMap<Arc<str>, Vec<Arc<ActRow>>>) -> Self {
        let mut out = Self::default();
        for (code, rows) in acts {
            for row in rows {
                let put = |codes: &mut Codes| {
                    if codes.last() != Some(code) {
                        codes.push(code.clone());
                    }
                };
                if row.limb.is_some_and(|l| l.max > Decimal::ONE) {
                    out.limbs.insert(row.kubun.clone());
                }
                if row.area.is_some() {
                    let (_, family) = row.family();
                    put(out.areas.entry((row.kubun.clone(), family.into())).or_default());
                }
                if &*row.category == "リハビリ" && code.starts_with("1018") {
                    put(out.rosai_rehabilitation.entry(row.name.clone()).or_default());
                }
                if code.starts_with("180") && !row.facility_codes.is_empty() {
                    put(out.rehabilitation.entry(fee_of(&row.name).into()).or_default());
                }
            }
        }
        out
    }
}
