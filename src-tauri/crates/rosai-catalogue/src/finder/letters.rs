//! One byte for a common letter, two or three for a rare one, so that all names of all masters are read through in a
//! moment. No letter's bytes begin inside another's, but for one case that [`Letters::begins_at`] tells.

/// Stands before, between and behind the texts of an entry; no letter has it.
pub(super) const EDGE: u8 = 0;
/// 1 to here: a whole letter. Then first bytes, then last bytes.
const SINGLES: u32 = 0x7F;
const FIRST: u8 = 0x80;
const LAST: u8 = 0xC0;

/// The letters that occur, the most frequent first.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    /// By letter; [`UNKNOWN`] where it does not occur.
    numbers: Vec<u32>,
}

const UNKNOWN: u32 = u32::MAX;

impl Letters {
    /// The letters of these texts.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut times: Vec<u32> = Vec::new();
        for letter in texts.flat_map(str::chars) {
            let at = letter as usize;
            if at >= times.len() {
                times.resize(at + 1, 0);
            }
            times[at] += 1;
        }
        let mut order: Vec<(u32, usize)> = (0..times.len()).map(|at| (times[at], at)).filter(|(n, _)| *n > 0).collect();
        order.sort_unstable_by(|a, b| b.cmp(a));
        let mut numbers = vec![UNKNOWN; times.len()];
        for (n, (_, letter)) in (0..).zip(order) {
            numbers[letter] = n;
        }
        Self { numbers }
    }

    /// Puts the bytes of a text behind `out`; none where a letter is unknown.
    pub(super) fn put(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        for letter in text.chars() {
            let n = self.numbers.get(letter as usize).copied().filter(|n| *n != UNKNOWN)?;
            if n < SINGLES {
                out.push(n as u8 + 1);
                continue;
            }
            // Two bytes for the next 4,096 letters, three for all others.
            let n = n - SINGLES;
            let part = |shift: u32| (n >> shift & 0x3F) as u8;
            if n >= 0x1000 {
                out.push(FIRST + part(12));
            }
            out.extend([FIRST + part(6), LAST + part(0)]);
        }
        Some(())
    }

    /// The bytes of a text; none where it holds a letter that occurs nowhere.
    pub(super) fn bytes(&self, text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(text.len());
        self.put(text, &mut out)?;
        Some(out)
    }

    /// Whether the two bytes found here are a letter, not the end of a letter of three.
    pub(super) fn begins_at(bytes: &[u8], at: usize) -> bool {
        bytes[at] < FIRST || at == 0 || !(FIRST..LAST).contains(&bytes[at - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_letters_take_more_bytes_and_are_never_found_inside_others() {
        // 5,000 letters: 127 of one byte, 4,096 of two, 777 of three.
        let all: Vec<String> = ('\u{4E00}'..).take(5000).map(String::from).collect();
        let letters = Letters::of(all.iter().map(String::as_str));
        let lengths: Vec<usize> = all.iter().map(|l| letters.bytes(l).expect("known").len()).collect();
        let of = |n| lengths.iter().filter(|l| **l == n).count();
        assert_eq!((of(1), of(2), of(3)), (127, 4096, 777));
        assert_eq!(letters.bytes("A"), None);
        let text = letters.bytes(&all.concat()).expect("known");
        let places = |letter: &str| {
            let needle = letters.bytes(letter).expect("known");
            (0..text.len()).filter(|at| text[*at..].starts_with(&needle) && Letters::begins_at(&text, *at)).count()
        };
        for letter in all.iter().step_by(97) {
            assert_eq!(places(letter), 1, "{letter}");
        }
    }
}
