/** Full and half width, as Rust's `text.rs` has them. */

/** NFKC: for parsing and searching only. What is kept is {@link normalizeText}. */
export function foldWidth(text: string): string {
  return text.normalize("NFKC");
}

/** Full-width digits, letters and signs to half width; the dashes an input method puts into numbers become `-`. */
export function toHalf(text: string): string {
  return text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212ー]/g, "-")
    .replace(/\u3000/g, " ");
}

/** Text as it is kept: NFC, half-width kana (with their sound marks) made full, white space at both ends removed. */
export function normalizeText(text: string): string {
  return text
    .trim()
    .replace(/[\uff61-\uff9f]+/g, (run) => run.normalize("NFKC"))
    .normalize("NFC");
}

/** Length as the forms count it: one per character, 𠮷 too. */
export function charCount(text: string): number {
  return [...text].length;
}
