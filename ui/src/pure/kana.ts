import { normalizeText } from "./width";

/** Hiragana and half-width kana to full-width katakana; everything else stays. */
export function toKatakana(text: string): string {
  return normalizeText(text).replace(/[\u3041-\u3096]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
}

/** Whether the text, once converted, is katakana only (long marks, middle dots and spaces between names allowed). */
export function isKana(text: string): boolean {
  return /^[ァ-ヺー・ヽヾ 　]+$/.test(toKatakana(text));
}
