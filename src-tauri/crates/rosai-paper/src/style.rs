//! How a sheet is printed.

use crate::Mm100;
use rosai_domain::Problem;
use serde::{Deserialize, Serialize};

/// What the sheet is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// On the preprinted sheet: only what we fill in. This is what is handed in.
    #[default]
    Overlay,
    /// On plain paper with the frame, marked 控: for checking and for the clinic's own file, never handed in.
    Framed,
}

/// How a sheet is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// On what.
    pub mode: Mode,
    /// Shift to the right, in steps of 0.1 mm, at most 10 mm either way.
    pub dx: Mm100,
    /// Shift down, in steps of 0.1 mm, at most 10 mm either way.
    pub dy: Mm100,
    /// Whether the left box of a year, month or day below 10 holds a 0 (else it stays blank).
    pub zero_fill: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { mode: Mode::Overlay, dx: Mm100(0), dy: Mm100(0), zero_fill: true }
    }
}

impl Style {
    /// The most a print can be shifted.
    pub const MOST: Mm100 = Mm100(1000);

    /// What is wrong with the shift.
    pub(crate) fn problems(self) -> Vec<Problem> {
        let one = |place: &str, shift: Mm100| {
            let message = if shift.0.abs() > Self::MOST.0 {
                format!("{shift}mmはずらせません。-10.0から10.0までのmmで入力してください。")
            } else if shift.0 % 10 != 0 {
                format!("{shift}mmは0.1mm刻みではありません。小数点以下1桁で入力してください。")
            } else {
                return None;
            };
            Some(Problem::new(place, message))
        };
        [one("印字位置の調整・右へ", self.dx), one("印字位置の調整・下へ", self.dy)].into_iter().flatten().collect()
    }
}
