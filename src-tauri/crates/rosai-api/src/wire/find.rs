//! What may be entered, found while it is typed.

use super::wire;

wire! {
    /// Finds acts, drugs, materials and the clinic's sets.
    pub struct Find {
        /// Kana, kanji fragments, 区分番号, code, a word people say; a site may stand with it.
        text: String,
        /// Day of treatment.
        day: String,
        /// The case, whose injury comes first; none: any.
        case: Option<u32>,
        /// `act`, `drug`, `material`, `set`; empty: all.
        kinds: Vec<String>,
    }

    /// What was found.
    pub struct FoundHits {
        /// At most 50, the likeliest first.
        hits: Vec<FoundHit>,
        /// How many there are in all on the day.
        total: u32,
        /// How many of each kind, where there are any.
        totals: Vec<FoundTotal>,
        /// Sites that were typed with it: 両膝 → 右膝, 左膝.
        sites: Vec<String>,
    }

    /// How many of one kind.
    pub struct FoundTotal {
        /// `act` ….
        kind: String,
        /// 行為, 薬剤, 材料, セット.
        ja: String,
        /// How many.
        count: u32,
    }

    /// One act, drug, material or set, and what it asks.
    pub struct FoundHit {
        /// `act`, `drug`, `material`, `set`.
        kind: String,
        /// Code of the fee book or the master; of a set its id.
        code: String,
        /// 区分番号 of an act.
        kubun: String,
        /// Name.
        name: String,
        /// 診療識別 of an act.
        class: u32,
        /// What it brings: `52点`, `10％`, `10.4円`, `購入価格`.
        points: String,
        /// Unit of the quantity.
        unit: String,
        /// What stands beside it: what a set holds.
        note: String,
        /// A site is asked.
        asks_site: bool,
        /// Area is asked.
        asks_area: bool,
        /// Length is asked.
        asks_length: bool,
        /// A quantity is asked.
        asks_quantity: bool,
        /// Films are asked.
        asks_films: bool,
        /// 円 a unit on the day, of a drug or material that the master prices; empty: the purchase price is asked.
        price: String,
        /// What a drug is likely used for, by 剤形 and name: `internal`, `external`, `injection_…`; empty: it is asked.
        drug_use: String,
        /// Why it cannot be charged here, or empty (届出 missing, not in force on the day).
        refused: String,
    }
}
