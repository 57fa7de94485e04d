//! Yen and points, which never stand in one column.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self { Self(self.0 + other.0) }
        }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self { iter.fold(Self(0), |a, b| a + b) }
        }
        impl std::ops::Mul<i64> for $name {
            type Output = Self;
            fn mul(self, times: i64) -> Self { Self(self.0 * times) }
        }
        /// With thousands separators and the unit.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", grouped(self.0), $unit)
            }
        }
    };
}

amount!(
    /// Whole yen (円).
    Yen, "円"
);
amount!(
    /// Whole points (点).
    Points, "点"
);

fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}

/// Whether the clinic's medical business is taxed, which decides the unit price (manual I 1, 参考1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    /// 課税医療機関.
    #[default]
    Taxable,
    /// 非課税医療機関.
    TaxExempt,
}

/// 診療単価: yen paid for one point (12円 or 11.50円; manual I 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct YenPerPoint(pub Decimal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_show_separators_and_their_unit() {
        assert_eq!(Yen(1_234_567).to_string(), "1,234,567円");
        assert_eq!(Points(52).to_string(), "52点");
        assert_eq!(Yen(-1_000).to_string(), "-1,000円");
    }
}
