//! Claim document → placed sheets → PDF for the printer, SVG for the screen.
//!
//! A claim is printed on preprinted sheets that a machine reads, so a sheet is refused rather than printed wrong: a text
//! that does not fit, a number with too many digits and a character the font lacks are problems with their place, all of
//! them at once. What is placed is placed once: [`pdf`] and [`svg`] draw the same [`Sheet`].
//!
//! Forms and fonts are compiled in. Nothing here reads a file, and coordinates are whole hundredths of a millimetre;
//! floating point begins where printpdf begins.

mod calibration;
mod font;
mod form;
mod frame;
mod letter;
mod letter_layout;
mod letter_line;
mod measure;
mod ocr;
mod pdf;
mod place;
mod sheet;
mod style;
mod svg;
mod text;

pub use calibration::place_calibration;
pub use font::Font;
pub use letter::{
    Letter, LetterCite, LetterFee, LetterField, LetterKind, LetterOption, LetterValues, LetterWhen, letter, letters,
    place_letter,
};
pub use measure::{Mm100, Pt100};
pub use pdf::pdf;
pub use place::{place_claim_sheet, place_statement};
pub use sheet::{Circle, Ink, Item, Line, Rect, Sheet, Text};
pub use style::{Mode, Style};
pub use svg::svg;
