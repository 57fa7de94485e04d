//! Lengths as whole numbers.

use serde::{Deserialize, Serialize};

/// A text such as `18.50` in hundredths; none where it is not a number with at most two decimals.
fn hundredths(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) || whole.len() > 9 || part.len() > 2 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let tens: i64 = part.parse().ok()?;
    let part = if part.len() == 1 { tens * 10 } else { tens };
    Some(sign * (whole * 100 + part))
}

fn shown(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", n.abs() / 100, n.abs() % 100)
}

macro_rules! hundredths {
    ($($(#[$doc:meta])* $name:ident $unit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(pub i64);

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                hundredths(&text).map($name).ok_or_else(|| {
                    format!(concat!("「{}」は", $unit, "の数ではありません。18.5 のように小数点以下2桁までで書いてください。"), text)
                })
            }
        }
        impl From<$name> for String {
            fn from(n: $name) -> String { shown(n.0) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&shown(self.0)) }
        }
        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self { $name(self.0 + other.0) }
        }
        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self { $name(self.0 - other.0) }
        }
        impl std::ops::Mul<i64> for $name {
            type Output = Self;
            fn mul(self, n: i64) -> Self { $name(self.0 * n) }
        }
        impl std::ops::Div<i64> for $name {
            type Output = Self;
            fn div(self, n: i64) -> Self { $name(self.0 / n) }
        }
    )*};
}

hundredths! {
    /// A length in hundredths of a millimetre. As text: `18.50`.
    Mm100 "ミリメートル";
    /// A type size in hundredths of a point. As text: `9.92`.
    Pt100 "ポイント";
}

impl Pt100 {
    /// One em in millimetres: a point is 25.4/72 mm.
    pub fn em(self) -> Mm100 {
        Mm100((self.0 * 254 + 360) / 720)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_exactly() {
        let mm = |text: &str| Mm100::try_from(text.to_owned());
        assert_eq!(mm("18.50"), Ok(Mm100(1850)));
        assert_eq!(mm("18.5"), Ok(Mm100(1850)));
        assert_eq!(mm("-0.05"), Ok(Mm100(-5)));
        assert_eq!(mm("7"), Ok(Mm100(700)));
        for wrong in ["", ".", "1.", ".5", "1.234", "1,5", "１", "1e3", "--1", "1.-5", "99999999999"] {
            assert!(mm(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Mm100(-5).to_string(), "-0.05");
    }

    #[test]
    fn a_point_is_a_seventy_second_of_an_inch() {
        assert_eq!(Pt100(7200).em(), Mm100(2540));
        assert_eq!(Pt100(1984).em(), Mm100(700));
    }
}
