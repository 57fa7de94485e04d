//! Sets and abbreviations: the acts a clinic enters with one word, what they ask at use, and how they are kept.

use crate::attendance_form::{read_act, tidy_act};
use crate::desk::Desk;
use crate::error::ApiError;
use crate::form::{body, json, refuse};
use crate::intake::search_text;
use crate::wire::*;
use rosai_catalogue::{ActRow, Missing};
use rosai_domain::{Day, Site, fold_width, has_control, normalize};
use rosai_masters::MasterKind;
use rosai_store::StoreError;
use serde::{Deserialize, Serialize};

/// Setting: the list of sets.
const SETS: &str = "sets";
const MOST_SETS: usize = 500;
const MOST_ACTS: usize = 100;

/// The list as kept, in one row: a change of it is one change, and a file is taken in whole or not at all.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct KeptSets {
    pub(crate) revision: u32,
    /// Ids are never given twice.
    pub(crate) last_id: u32,
    pub(crate) sets: Vec<SetForm>,
}

impl Desk {
    pub(crate) fn kept_sets(&self) -> Result<KeptSets, ApiError> {
        self.store()?.setting(SETS)?.map_or_else(|| Ok(KeptSets::default()), |kept| body(&kept))
    }

    /// Writes the list over the one of that revision; what another screen saved meanwhile is not written over.
    pub(crate) fn write_sets(
        &mut self,
        actor: &str,
        summary: &str,
        revision: u32,
        sets: Vec<SetForm>,
    ) -> Result<(), ApiError> {
        let kept = self.kept_sets()?;
        if kept.revision != revision {
            return Err(StoreError::Stale.into());
        }
        let mut last_id = kept.last_id;
        let one = |mut set: SetForm| {
            if set.id == 0 || kept.sets.iter().all(|k| k.id != set.id) {
                last_id += 1;
                set.id = last_id;
            }
            set.said.clear();
            set.acts.iter_mut().for_each(|a| a.may_ask.clear());
            set
        };
        let sets = sets.into_iter().map(one).collect();
        let kept = json(&KeptSets { revision: revision + 1, sets, last_id })?;
        self.write(actor, summary, |store, c| store.save_setting(c, SETS, &kept))
    }

    pub(crate) fn sets(&mut self, _actor: &str, _: Nothing) -> Result<SetsView, ApiError> {
        self.sets_view()
    }

    pub(crate) fn sets_view(&self) -> Result<SetsView, ApiError> {
        let kept = self.kept_sets()?;
        let today = self.today_is();
        let sets = kept.sets.into_iter().map(|set| self.shown(set, today)).collect();
        Ok(SetsView { revision: kept.revision, sets })
    }

    /// A set with the names of its acts, what they may ask, and what is to be said of it on a day.
    fn shown(&self, mut set: SetForm, day: Day) -> SetForm {
        set.said = set.acts.iter().filter_map(|a| self.gone(&a.act, day)).collect();
        for one in &mut set.acts {
            one.may_ask = self.may_ask(&one.act, day);
            one.act.name = self.act_name(&one.act, day);
        }
        set
    }

    /// Saves the list. A name that is missing, or a word two sets share, is refused with its place.
    pub(crate) fn save_sets(&mut self, actor: &str, ask: SaveSets) -> Result<SetsSaved, ApiError> {
        let sets: Vec<SetForm> = ask.sets.into_iter().map(|set| self.one_spelling(set)).collect();
        let messages = set_messages(&sets);
        if !messages.is_empty() {
            return Ok(SetsSaved { saved: false, messages, view: self.sets_view()? });
        }
        self.write_sets(actor, "セットを直した", ask.revision, sets)?;
        Ok(SetsSaved { saved: true, messages, view: self.sets_view()? })
    }

    /// The set in the spelling it is kept in. What belongs to one worker alone is not kept: site, area and length where
    /// they are asked, the number of the wound, what somebody vouched for.
    pub(crate) fn one_spelling(&self, mut set: SetForm) -> SetForm {
        let day = self.today_is();
        set.name = normalize(&set.name);
        set.abbreviations = set.abbreviations.iter().map(|a| normalize(a)).filter(|a| !a.is_empty()).collect();
        for one in &mut set.acts {
            let may = self.may_ask(&one.act, day);
            // A row that is gone today may ask what it always asked.
            one.asked.retain(|f| may.contains(f) || (is_field(f) && self.gone(&one.act, day).is_some()));
            one.asked.dedup();
            let act = &mut one.act;
            (act.urgent, act.wound) = (false, String::new());
            for field in &one.asked {
                match field.as_str() {
                    "sites" => (act.sites, act.continuous) = (Vec::new(), false),
                    "area" => act.area.clear(),
                    "length" => act.length.clear(),
                    _ => {}
                }
            }
            tidy_act(act);
            // What it is called stays known when its row is gone.
            act.name = self.act_name(act, day);
        }
        // One act under a short word is called by its own name.
        if set.name.is_empty() && set.acts.len() == 1 {
            set.name = self.act_name(&set.acts[0].act, day);
        }
        set
    }

    /// Sets whose abbreviation or name is typed; an abbreviation in full first, then what begins so.
    pub(crate) fn find_sets(&mut self, _actor: &str, ask: FindSets) -> Result<SetHits, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        Ok(SetHits { hits: self.sets_found(&ask.text, day)? })
    }

    /// The same for the one box of 診療入力.
    pub(crate) fn sets_found(&self, text: &str, day: Day) -> Result<Vec<SetHit>, ApiError> {
        let typed = search_text(text.trim());
        let mut found: Vec<(u8, SetForm)> = Vec::new();
        for set in self.kept_sets()?.sets {
            let mut keys = set.abbreviations.iter().map(|a| search_text(a));
            let name = search_text(&set.name);
            let rank = if keys.clone().any(|k| k == typed) {
                0
            } else if keys.any(|k| k.starts_with(&typed)) || name.starts_with(&typed) {
                1
            } else if name.contains(&typed) {
                2
            } else {
                continue;
            };
            found.push((rank, set));
        }
        found.sort_by_key(|(rank, _)| *rank);
        let hit = |set: SetForm| SetHit {
            id: set.id,
            acts: set.acts.iter().map(|a| self.act_name(&a.act, day)).collect(),
            said: set.acts.iter().find_map(|a| self.gone(&a.act, day)).unwrap_or_default(),
            name: set.name,
            abbreviations: set.abbreviations,
        };
        Ok(found.into_iter().map(|(_, set)| hit(set)).collect())
    }

    /// A set of acts as they were entered: where and how large it was is asked at use, the rest stays.
    pub(crate) fn set_of_acts(&mut self, _actor: &str, ask: SetOfActs) -> Result<SetForm, ApiError> {
        let day = Day::parse(&ask.day).unwrap_or_else(|_| self.today_is());
        let one = |act: ActForm| {
            let usual = |f: &String| matches!(f.as_str(), "sites" | "area" | "length");
            let asked = self.may_ask(&act, day).into_iter().filter(usual).collect();
            SetAct { act, asked, may_ask: Vec::new() }
        };
        let set = SetForm { acts: ask.acts.into_iter().map(one).collect(), ..SetForm::default() };
        let name = if set.acts.len() == 1 { None } else { Some(String::new()) };
        let set = self.one_spelling(set);
        let name = name.unwrap_or_else(|| set.name.clone());
        Ok(self.shown(SetForm { name, ..set }, day))
    }

    fn set(&self, id: u32) -> Result<SetForm, ApiError> {
        let found = self.kept_sets()?.sets.into_iter().find(|s| s.id == id);
        found.ok_or_else(|| ApiError::not_found("セット"))
    }

    /// What a set asks on a day.
    pub(crate) fn open_set(&mut self, _actor: &str, ask: OpenSet) -> Result<OpenedSet, ApiError> {
        let day = Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?;
        let set = self.set(ask.id)?;
        let hurt = match ask.case {
            Some(case) => self.sites_of(case)?,
            None => Vec::new(),
        };
        let mut out = OpenedSet { id: set.id, name: set.name, ..OpenedSet::default() };
        for (at, one) in set.acts.iter().enumerate() {
            if let Some(said) = self.gone(&one.act, day) {
                out.said.push(said);
                continue;
            }
            out.acts.push(self.act_name(&one.act, day));
            for field in &one.asked {
                let mut asked = self.asked(&one.act, field, day);
                if let (true, "sites", [site]) = (asked.value.is_empty(), field.as_str(), &hurt[..]) {
                    asked.value = site.ja();
                }
                out.asks.push(SetAsk { field: format!("{at}.{field}"), ..asked });
            }
        }
        Ok(out)
    }

    /// The acts of a set with its answers, checked as the entry line checks them. Nothing is entered yet.
    pub(crate) fn apply_set(&mut self, _actor: &str, ask: ApplySet) -> Result<AppliedSet, ApiError> {
        let day = Day::parse(&ask.day).map_err(|e| ApiError::at("day", e))?;
        let set = self.set(ask.id)?;
        let mut out = AppliedSet::default();
        for (at, mut one) in set.acts.into_iter().enumerate() {
            if let Some(said) = self.gone(&one.act, day) {
                out.said.push(said);
                continue;
            }
            for field in &one.asked {
                let name = format!("{at}.{field}");
                let answer = ask.answers.iter().find(|a| a.field == name).map_or("", |a| a.value.trim());
                if answer.is_empty() {
                    let asked = self.asked(&one.act, field, day);
                    let text = format!("{}の{}が空です。入れるか、Esc でやめてください。", asked.act, asked.label);
                    out.messages.push(refuse(name, text));
                } else {
                    answer_to(&mut one.act, field, answer);
                }
            }
            let mut wrong = Vec::new();
            read_act(&one.act, &at.to_string(), &mut wrong);
            wrong.retain(|m| out.messages.iter().all(|known| known.field != m.field));
            out.messages.extend(wrong);
            tidy_act(&mut one.act);
            one.act.name = self.act_name(&one.act, day);
            out.acts.push(one.act);
        }
        if !out.messages.is_empty() {
            out.acts.clear();
        }
        Ok(out)
    }

    fn row(&self, act: &ActForm, day: Day) -> Option<&ActRow> {
        self.engine.catalogue().act(&act.code, day).ok().map(|row| &**row)
    }

    /// Why an act cannot be entered on a day: its code, or that of one of its drugs, is not in force.
    fn gone(&self, act: &ActForm, day: Day) -> Option<String> {
        let catalogue = self.engine.catalogue();
        let said = |what: &str| {
            format!("「{what}」は{}には使えないコードなので入れません。設定の「セット」で直してください。", day.ja())
        };
        if !act.code.is_empty() {
            return match catalogue.act(&act.code, day) {
                Ok(_) => None,
                Err(Missing::NotInForce | Missing::Unknown) => Some(said(&self.act_name(act, day))),
            };
        }
        let gone = |code: &str, kinds: &[MasterKind]| {
            let loaded = kinds.iter().any(|k| catalogue.masters().shelf(*k).is_some());
            !code.is_empty() && loaded && kinds.iter().all(|k| catalogue.masters().on(*k, code, day).is_none())
        };
        let drug = act.drugs.iter().find(|d| gone(&d.code, &[MasterKind::Drug]));
        let of_material = |m: &&DrugForm| gone(&m.code, &[MasterKind::Material, MasterKind::RosaiMaterial]);
        let material = act.material.as_ref().filter(of_material);
        drug.or(material).map(|d| said(&d.name))
    }

    /// What an act is called: as its row says on the day, else as it was named when it was put into the set.
    fn act_name(&self, act: &ActForm, day: Day) -> String {
        if let Some(unlisted) = &act.unlisted {
            return unlisted.name.clone();
        }
        if let Some(material) = &act.material {
            return material.name.clone();
        }
        if !act.drugs.is_empty() {
            return act.drugs.iter().map(|d| d.name.as_str()).collect::<Vec<_>>().join("、");
        }
        match self.row(act, day) {
            Some(row) => row.name.to_string(),
            None if act.name.is_empty() => act.code.clone(),
            None => act.name.clone(),
        }
    }

    /// Fields that can be asked of an act.
    fn may_ask(&self, act: &ActForm, day: Day) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut put = |field: &str, may: bool| {
            if may {
                out.push(field.to_owned());
            }
        };
        let row = self.row(act, day);
        let treats_a_place = row.is_some_and(|r| {
            matches!(r.class, 40 | 50) && &*r.category != "麻酔" && !r.is_rate() && r.note_no.is_none()
        });
        put("sites", treats_a_place || !act.sites.is_empty());
        put("area", row.is_some_and(|r| r.area.is_some()) || !act.area.is_empty());
        put("length", row.is_some_and(|r| r.length.is_some()) || !act.length.is_empty());
        put("quantity", row.is_some_and(|r| !r.unit.is_empty() && &*r.unit != "枚") || !act.quantity.is_empty());
        put("films", row.is_some_and(|r| &*r.unit == "枚") || !act.films.is_empty());
        put("days", matches!(act.drug_use.as_str(), "internal" | "as_needed"));
        for at in 0..act.drugs.len() {
            put(&format!("drugs.{at}.quantity"), true);
        }
        put("material.quantity", act.material.is_some());
        out
    }

    /// The question of one field; `field` is filled by the caller.
    fn asked(&self, act: &ActForm, field: &str, day: Day) -> SetAsk {
        let row_unit = || self.row(act, day).map(|r| r.unit.to_string()).unwrap_or_default();
        let drug = field.strip_prefix("drugs.").and_then(|f| f.split('.').next()?.parse::<usize>().ok());
        let item =
            drug.and_then(|at| act.drugs.get(at)).or(act.material.as_ref().filter(|_| field.starts_with("material")));
        let (label, unit, value) = match field {
            "sites" => ("部位", String::new(), act.sites.join("、")),
            "area" => ("面積", "cm²".to_owned(), act.area.clone()),
            "length" => ("長さ", "cm".to_owned(), act.length.clone()),
            "quantity" => ("数量", row_unit(), act.quantity.clone()),
            "films" => ("枚数", "枚".to_owned(), act.films.clone()),
            "days" if act.drug_use == "as_needed" => ("回数", "回".to_owned(), act.days.clone()),
            "days" => ("日数", "日".to_owned(), act.days.clone()),
            _ => (
                "量",
                item.map(|d| d.unit.clone()).unwrap_or_default(),
                item.map(|d| d.quantity.clone()).unwrap_or_default(),
            ),
        };
        let name = item.map_or_else(|| self.act_name(act, day), |d| d.name.clone());
        SetAsk { field: String::new(), act: name, label: label.to_owned(), unit, value }
    }
}

fn is_field(field: &str) -> bool {
    matches!(field, "sites" | "area" | "length" | "quantity" | "films" | "days" | "material.quantity")
        || field.starts_with("drugs.") && field.ends_with(".quantity")
}

fn answer_to(act: &mut ActForm, field: &str, answer: &str) {
    let text = answer.to_owned();
    match field {
        "sites" => {
            let all = answer.split(['、', ',', '，', '・', '+', '＋']).map(str::trim).filter(|s| !s.is_empty());
            act.sites = all.map(|s| Site::parse(s).map_or_else(|_| s.to_owned(), |site| site.ja())).collect();
        }
        "area" => act.area = text,
        "length" => act.length = text,
        "quantity" => act.quantity = text,
        "films" => act.films = text,
        "days" => act.days = text,
        "material.quantity" => act.material.iter_mut().for_each(|m| m.quantity.clone_from(&text)),
        _ => {
            let at = field.strip_prefix("drugs.").and_then(|f| f.split('.').next()?.parse::<usize>().ok());
            if let Some(drug) = at.and_then(|at| act.drugs.get_mut(at)) {
                drug.quantity = text;
            }
        }
    }
}

/// One spelling of a short word: two that are read alike are one.
pub(crate) fn word_key(text: &str) -> String {
    search_text(&fold_width(text.trim()))
}

/// Everything wrong with a list of sets, by place.
pub(crate) fn set_messages(sets: &[SetForm]) -> Vec<FieldMessage> {
    let mut out = Vec::new();
    if sets.len() > MOST_SETS {
        out.push(refuse("sets", format!("セットは{MOST_SETS}個までです。使わないものを消してください。")));
    }
    for (at, set) in sets.iter().enumerate() {
        let name = format!("sets.{at}.name");
        let long = |text: &str, most: usize| text.chars().count() > most || has_control(text);
        if set.name.is_empty() {
            out.push(refuse(&name, "セットの名前が空です。名前を入れてください。"));
        } else if long(&set.name, 40) {
            out.push(refuse(&name, "セットの名前は40文字までの1行です。短くしてください。"));
        } else if sets[..at].iter().any(|s| word_key(&s.name) == word_key(&set.name)) {
            out.push(refuse(
                &name,
                format!("「{}」という名前のセットがもうあります。別の名前にしてください。", set.name),
            ));
        }
        let words = format!("sets.{at}.abbreviations");
        for (i, word) in set.abbreviations.iter().enumerate() {
            let same = |w: &String| word_key(w) == word_key(word);
            if long(word, 20) {
                out.push(refuse(&words, "略号は20文字までの1行です。短くしてください。"));
            } else if set.abbreviations[..i].iter().any(same) {
                out.push(refuse(&words, format!("略号「{word}」が2度あります。1つにしてください。")));
            } else if let Some(other) = sets[..at].iter().find(|s| s.abbreviations.iter().any(same)) {
                out.push(refuse(
                    &words,
                    format!("略号「{word}」はセット「{}」が使っています。別の略号にしてください。", other.name),
                ));
            }
        }
        if set.acts.is_empty() || set.acts.len() > MOST_ACTS {
            let text = format!("行為は1つから{MOST_ACTS}個までです。加えるか減らしてください。");
            out.push(refuse(format!("sets.{at}.acts"), text));
        }
        for (i, one) in set.acts.iter().enumerate() {
            let mut wrong = Vec::new();
            read_act(&one.act, "act", &mut wrong);
            let asked = |m: &FieldMessage| one.asked.iter().any(|f| m.field == format!("act.{f}"));
            let says_what = !one.act.code.is_empty()
                || !one.act.drugs.is_empty()
                || one.act.material.is_some()
                || one.act.unlisted.is_some();
            if !says_what {
                let text = "何をするかのない行為があります。その行を消すか、行為を選び直してください。";
                out.push(refuse(format!("sets.{at}.acts.{i}"), text));
            }
            out.extend(wrong.into_iter().filter(|m| !asked(m)).map(|m| refuse(format!("sets.{at}.acts.{i}"), m.text)));
        }
    }
    out
}
