import type { SignKind } from "./Sign.svelte";

/** States with their word and shape; the ids are those of the glossary. */
export const BADGES = {
  draft: { ja: "下書き", sign: "open", tone: "quiet" },
  checked: { ja: "点検済", sign: "ok", tone: "quiet" },
  finalized: { ja: "確定", sign: "final", tone: "accent" },
  submitted: { ja: "提出済", sign: "out", tone: "accent" },
  paid: { ja: "入金済", sign: "ok", tone: "accent" },
  returned: { ja: "返戻", sign: "back", tone: "check" },
  held: { ja: "保留", sign: "pause", tone: "check" },
  withdrawn: { ja: "取下げ", sign: "back", tone: "quiet" },
  check: { ja: "要確認", sign: "check", tone: "check" },
  blocks: { ja: "確定できない", sign: "blocks", tone: "blocks" },
  ok: { ja: "よし", sign: "ok", tone: "accent" },
  note: { ja: "お知らせ", sign: "note", tone: "quiet" },
} as const satisfies Record<string, { ja: string; sign: SignKind; tone: "quiet" | "accent" | "check" | "blocks" }>;

export type BadgeKind = keyof typeof BADGES;
