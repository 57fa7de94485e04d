/**
 * The one table of what keys do. A screen names an action by its id and says what it runs; the key, the title on the
 * strip and the list in the help come from here. Two actions of one scope never share a key; `global` is everywhere, but a
 * screen's own key comes before it.
 */
import type { KeyBinding } from "./registry.svelte";
import { shownStroke } from "./stroke";

export type Scope =
  | "global" | "field" | "list" | "dialog" | "today" | "intake" | "visit" | "acts" | "record" | "why" | "month"
  | "submitted" | "documents" | "benefits" | "settings" | "sheet" | "book";

export interface Action {
  id: string;
  /** The first is the one shown. */
  keys: readonly string[];
  ja: string;
  scope: Scope;
}

export const ACTIONS = [
  { id: "help", keys: ["F1"], ja: "説明", scope: "global" },
  { id: "go_today", keys: ["Alt+T"], ja: "今日", scope: "global" },
  { id: "go_month", keys: ["Alt+M"], ja: "月次請求", scope: "global" },
  { id: "go_submitted", keys: ["Alt+S"], ja: "提出後", scope: "global" },
  { id: "go_documents", keys: ["Alt+D"], ja: "文書", scope: "global" },
  { id: "go_benefits", keys: ["Alt+B"], ja: "アフターケア等", scope: "global" },
  { id: "go_settings", keys: ["Alt+,"], ja: "設定", scope: "global" },
  { id: "rulebook", keys: ["Alt+K"], ja: "規則集", scope: "global" },
  { id: "undo", keys: ["Ctrl+Z"], ja: "元に戻す", scope: "global" },
  { id: "redo", keys: ["Ctrl+Y", "Ctrl+Shift+Z"], ja: "やり直す", scope: "global" },
  { id: "change_actor", keys: ["F11", "Alt+A"], ja: "担当を替える", scope: "global" },
  { id: "lock", keys: ["Ctrl+L"], ja: "画面をかくす", scope: "global" },
  { id: "back", keys: ["Escape"], ja: "戻る", scope: "global" },

  { id: "next_box", keys: ["Enter"], ja: "次の欄", scope: "field" },
  { id: "previous_box", keys: ["Shift+Enter"], ja: "前の欄", scope: "field" },
  { id: "new_line", keys: ["Alt+Enter"], ja: "改行", scope: "field" },
  { id: "keep_as_check", keys: ["Ctrl+K"], ja: "要確認として残す・取り消す", scope: "field" },

  { id: "list_up", keys: ["ArrowUp"], ja: "上の行", scope: "list" },
  { id: "list_down", keys: ["ArrowDown"], ja: "下の行", scope: "list" },
  { id: "list_open", keys: ["Enter"], ja: "開く・選ぶ", scope: "list" },
  { id: "list_mark", keys: ["Space"], ja: "しるしをつける", scope: "list" },
  { id: "list_pick", keys: ["Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "Alt+7", "Alt+8", "Alt+9"], ja: "番号で選ぶ", scope: "list" },

  { id: "accept", keys: ["F12", "Ctrl+Enter"], ja: "決定", scope: "dialog" },
  { id: "close", keys: ["Escape"], ja: "閉じる", scope: "dialog" },

  { id: "new_case", keys: ["F2"], ja: "新しい労災", scope: "today" },
  { id: "repeat_visit", keys: ["F3"], ja: "再診", scope: "today" },
  { id: "new_document", keys: ["F4"], ja: "文書", scope: "today" },
  { id: "find_worker", keys: ["F6"], ja: "さがす欄へ", scope: "today" },
  { id: "today_month", keys: ["F9"], ja: "月次請求", scope: "today" },
  { id: "today_settings", keys: ["F10"], ja: "設定", scope: "today" },

  { id: "choose_form", keys: ["F4"], ja: "様式をかえる", scope: "intake" },
  { id: "same_person", keys: ["F5"], ja: "前の人を選ぶ", scope: "intake" },
  { id: "next_fault", keys: ["F8"], ja: "次の不備", scope: "intake" },
  { id: "intake_to_visit", keys: ["F9"], ja: "診療入力へ", scope: "intake" },
  { id: "drop_draft", keys: ["F11"], ja: "下書きを捨てる", scope: "intake" },
  { id: "save_intake", keys: ["F12", "Ctrl+Enter"], ja: "保存", scope: "intake" },

  { id: "open_intake", keys: ["F2"], ja: "受付票", scope: "visit" },
  { id: "same_as_last", keys: ["F3"], ja: "前回と同じ", scope: "visit" },
  { id: "new_visit", keys: ["F4"], ja: "新しい受診", scope: "visit" },
  { id: "show_why", keys: ["F5"], ja: "根拠", scope: "visit" },
  { id: "choose_site", keys: ["F6"], ja: "部位の図", scope: "visit" },
  { id: "add_drugs", keys: ["F7"], ja: "薬剤", scope: "visit" },
  { id: "add_material", keys: ["F8"], ja: "材料", scope: "visit" },
  { id: "modifiers", keys: ["F6"], ja: "修飾語", scope: "record" },
  { id: "take_coding", keys: ["F7"], ja: "コードを付ける", scope: "record" },
  { id: "take_over_course", keys: ["F8"], ja: "先月の経過を写す", scope: "record" },
  { id: "add_unlisted", keys: ["F9"], ja: "コードなし", scope: "visit" },
  { id: "open_month", keys: ["F10"], ja: "月次請求", scope: "visit" },
  { id: "visit_terms", keys: ["F11"], ja: "条件", scope: "visit" },
  { id: "save_visit", keys: ["F12", "Ctrl+Enter"], ja: "保存", scope: "visit" },
  { id: "show_acts", keys: ["Ctrl+1"], ja: "診療", scope: "visit" },
  { id: "show_record", keys: ["Ctrl+2"], ja: "傷病名・経過・転帰", scope: "visit" },
  { id: "show_papers", keys: ["Ctrl+3"], ja: "文書", scope: "visit" },
  { id: "remove_visit", keys: ["Ctrl+D"], ja: "受診を消す", scope: "visit" },
  { id: "make_set", keys: ["Ctrl+E"], ja: "この日の行為をセットにする", scope: "visit" },
  { id: "other_case", keys: ["Ctrl+J"], ja: "ほかの災害", scope: "visit" },
  { id: "answer_yes", keys: ["Alt+Y"], ja: "はい", scope: "visit" },
  { id: "answer_no", keys: ["Alt+N"], ja: "いいえ", scope: "visit" },
  { id: "answer_reason", keys: ["Alt+R"], ja: "いいえと理由", scope: "visit" },
  { id: "what_if", keys: ["Alt+I"], ja: "もしも", scope: "visit" },
  { id: "previous_day", keys: ["Alt+ArrowLeft"], ja: "前の受診", scope: "visit" },
  { id: "next_day", keys: ["Alt+ArrowRight"], ja: "次の受診", scope: "visit" },
  { id: "show_calendar", keys: ["Alt+C"], ja: "暦", scope: "visit" },

  { id: "remove_act", keys: ["Delete"], ja: "行を消す", scope: "acts" },
  { id: "act_up", keys: ["Alt+ArrowUp"], ja: "上へ動かす", scope: "acts" },
  { id: "act_down", keys: ["Alt+ArrowDown"], ja: "下へ動かす", scope: "acts" },
  { id: "remark", keys: ["R"], ja: "摘要", scope: "acts" },

  { id: "previous_month", keys: ["PageUp"], ja: "前の月", scope: "month" },
  { id: "next_month", keys: ["PageDown"], ja: "次の月", scope: "month" },
  { id: "filter_month", keys: ["F3"], ja: "しぼりこむ", scope: "month" },
  { id: "go_to_fault", keys: ["F4"], ja: "次の不備へ", scope: "month" },
  { id: "finalize", keys: ["F5"], ja: "確定", scope: "month" },
  { id: "finalize_all", keys: ["Shift+F5"], ja: "まとめて確定", scope: "month" },
  { id: "lift", keys: ["F6"], ja: "確定を外す", scope: "month" },
  { id: "show_sheets", keys: ["F7"], ja: "見る", scope: "month" },
  { id: "write_pdf", keys: ["F8"], ja: "PDF", scope: "month" },
  { id: "export_month", keys: ["Shift+F8"], ja: "確定分の書き出し", scope: "month" },
  { id: "print_month", keys: ["F12"], ja: "印刷", scope: "month" },

  { id: "enter_notice", keys: ["F5"], ja: "通知書を入れる", scope: "submitted" },
  { id: "claim_more", keys: ["F6"], ja: "追加請求", scope: "submitted" },
  { id: "claim_again", keys: ["F7"], ja: "再請求", scope: "submitted" },
  { id: "save_settlement", keys: ["F12", "Ctrl+Enter"], ja: "登録", scope: "submitted" },

  { id: "new_paper", keys: ["1", "2", "3", "4", "5", "6", "7", "8"], ja: "番号で作る", scope: "documents" },
  { id: "remove_paper", keys: ["Ctrl+D"], ja: "文書を消す", scope: "documents" },
  { id: "previous_paper_month", keys: ["PageUp"], ja: "前の月", scope: "documents" },
  { id: "next_paper_month", keys: ["PageDown"], ja: "次の月", scope: "documents" },
  { id: "next_paper_fault", keys: ["F4"], ja: "次の不備", scope: "documents" },
  { id: "paper_pdf", keys: ["F8"], ja: "PDF", scope: "documents" },
  { id: "print_document", keys: ["F9"], ja: "印刷", scope: "documents" },
  { id: "save_document", keys: ["F12", "Ctrl+Enter"], ja: "保存", scope: "documents" },

  { id: "print_benefit", keys: ["F9"], ja: "印刷", scope: "benefits" },
  { id: "save_benefit", keys: ["F12", "Ctrl+Enter"], ja: "登録", scope: "benefits" },

  { id: "save_settings", keys: ["F12", "Ctrl+Enter"], ja: "保存", scope: "settings" },
  { id: "previous_section", keys: ["PageUp"], ja: "前の項目", scope: "settings" },
  { id: "next_section", keys: ["PageDown"], ja: "次の項目", scope: "settings" },
  { id: "remove_row", keys: ["Ctrl+Delete"], ja: "行を消す", scope: "settings" },
  { id: "new_set", keys: ["F2"], ja: "新しいセット", scope: "settings" },
  { id: "copy_set", keys: ["F3"], ja: "写しを作る", scope: "settings" },
  { id: "export_sets", keys: ["F5"], ja: "書き出す", scope: "settings" },
  { id: "import_sets", keys: ["F6"], ja: "読み込む", scope: "settings" },
  { id: "set_up", keys: ["Alt+ArrowUp"], ja: "上へ動かす", scope: "settings" },
  { id: "set_down", keys: ["Alt+ArrowDown"], ja: "下へ動かす", scope: "settings" },

  { id: "why_up", keys: ["Alt+ArrowUp"], ja: "上の根拠", scope: "why" },
  { id: "why_down", keys: ["Alt+ArrowDown"], ja: "下の根拠", scope: "why" },

  { id: "find_rule", keys: ["F3"], ja: "さがす", scope: "book" },

  { id: "print", keys: ["F12", "Ctrl+P"], ja: "印刷", scope: "sheet" },
  { id: "previous_sheet", keys: ["PageUp"], ja: "前の枚", scope: "sheet" },
  { id: "next_sheet", keys: ["PageDown"], ja: "次の枚", scope: "sheet" },
  { id: "sheet_zoom", keys: ["F5"], ja: "大きさを替える", scope: "sheet" },
  { id: "sheet_mode", keys: ["F6"], ja: "控・重ね印字", scope: "sheet" },
  { id: "sheet_pdf", keys: ["F8"], ja: "PDF", scope: "sheet" },
] as const satisfies readonly Action[];

export type ActionId = (typeof ACTIONS)[number]["id"];

function rowOf(id: ActionId): Action {
  const row: Action | undefined = ACTIONS.find((a) => a.id === id);
  if (!row) throw new Error(`no action ${id}`);
  return row;
}

/** What a key of the table runs here. */
export function action(id: ActionId, run: KeyBinding["run"], enabled = true): KeyBinding {
  const { keys, ja } = rowOf(id);
  return { key: keys[0] as string, also: keys.slice(1), ja, run, enabled };
}

/** The key to show on a button: `F12`, `Alt+↓`. */
export function keysOf(id: ActionId): string {
  return shownStroke(rowOf(id).keys[0] as string);
}

export function titleOf(id: ActionId): string {
  return rowOf(id).ja;
}
