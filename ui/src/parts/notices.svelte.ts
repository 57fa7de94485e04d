/** What the desk says in passing. Faults stay until they are closed; the rest goes by itself. */

export interface Notice {
  id: number;
  kind: "note" | "check" | "blocks";
  text: string;
  /** What is safe. */
  safe?: string | undefined;
  /** What to do. */
  todo?: string | undefined;
}

const STAYS_FOR = 7_000;
let list = $state.raw<readonly Notice[]>([]);
let lastId = 0;

function add(notice: Omit<Notice, "id">): number {
  lastId += 1;
  const id = lastId;
  // The same words twice are said once.
  list = [...list.filter((n) => n.text !== notice.text), { ...notice, id }];
  if (notice.kind === "note") setTimeout(() => notices.close(id), STAYS_FOR);
  return id;
}

export const notices = {
  get list(): readonly Notice[] {
    return list;
  },
  tell(text: string): number {
    return add({ kind: "note", text });
  },
  check(text: string, todo?: string): number {
    return add({ kind: "check", text, todo });
  },
  /** Something did not work: what happened, what is safe, what to do. */
  fail({ what, safe, todo }: { what: string; safe?: string | undefined; todo?: string | undefined }): number {
    return add({ kind: "blocks", text: what, safe, todo });
  },
  close(id: number): void {
    list = list.filter((n) => n.id !== id);
  },
  clear(): void {
    list = [];
  },
};
