import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MasterKept, MasterMember, MasterReport, MastersView } from "../../backend/bindings";
import { type Answers, type Memory, refusal, remember } from "../../backend/memory";
import { status } from "../../backend/sample";
import { notices } from "../../parts";
import { clear, press, settle, show, sit, textOf } from "../../state/testing";
import { MasterList, PIECE, stateJa } from "./masters.svelte";
import MastersSection from "./MastersSection.svelte";
import { keyOfSection, sectionOf } from "./sections";

const none = { total: 0, first: [], found: 0 };

const report = (change: Partial<MasterReport> = {}): MasterReport => ({
  file: 1, title: "医科診療行為マスター 全件 令和6年5月31日版", message: "医科診療行為マスター 全件 令和6年5月31日版を入れました：新しい3、変わった0、終わった0。コードは全部で3です。",
  codes: 3, new: { total: 3, first: [], found: 3 }, changed: none, ended: none, withdrawn: none, ...change,
});

const view = (change: Partial<MastersView> = {}): MastersView => ({
  may_load: true,
  kinds: [
    { id: "S", ja: "医科診療行為マスター", codes: 10133, in_force: 10100, newest_ja: "令和6年5月31日", files: 1 },
    { id: "Y", ja: "医薬品マスター", codes: 0, in_force: 0, newest_ja: "", files: 0 },
  ],
  files: [{
    file: 1, kind: "S", title: "医科診療行為マスター 全件 令和6年5月31日版", edition: "2024-05-31", name: "s_ALL20240531.csv", rows: 10133,
    said: "新しい10,133　変わった0　終わった0", by: "佐藤 春子", at_ja: "令和7年11月7日 09:30", taken_back: false,
  }],
  waiting: [], differences: [], differences_total: 0, ...change,
});

const member = (change: Partial<MasterMember> = {}): MasterMember => ({
  name: "a.csv", state: "ready", message: "医科診療行為マスター 全件（3行）", title: "医科診療行為マスター 全件", rows: 3, rejected: [], rejected_total: 0, ...change,
});

const kept = (): MasterKept => ({ reports: [report()], masters: view() });

let memory: Memory;

/** A backend that takes files and finds this in them. */
function backend(members: (id: number) => MasterMember[], change: Answers = {}): void {
  let last = 0;
  const sizes = new Map<number, number>();
  const received = new Map<number, number>();
  memory = remember({
    masters: view({ files: [] }),
    begin_master: ({ size }) => {
      last += 1;
      sizes.set(last, size);
      return { id: last, received: 0, size };
    },
    put_master_chunk: ({ id, base64 }) => {
      received.set(id, (received.get(id) ?? 0) + atob(base64).length);
      return { id, received: received.get(id) ?? 0, size: sizes.get(id) ?? 0 };
    },
    read_master: ({ id }) => ({ id, name: `${id}.csv`, members: members(id) }),
    keep_master: kept(),
    drop_master: {},
    ...change,
  });
}

const file = (name: string, size = 10) => new File([new Uint8Array(size).fill(65)], name);

beforeEach(() => {
  notices.clear();
  sit(status, "佐藤 春子");
});
afterEach(clear);

describe("マスターを入れる", () => {
  test("大きなファイルは分けて送り、読んで、入れる", async () => {
    backend(() => [member()]);
    const list = new MasterList();
    await list.take([file("s_ALL.csv", PIECE * 2 + 5)]);
    expect(memory.calls.map((c) => c.command)).toEqual(["begin_master", ...Array<string>(3).fill("put_master_chunk"), "read_master", "keep_master"]);
    expect(memory.asked("put_master_chunk").map((c) => atob(c.base64).length)).toEqual([PIECE, PIECE, 5]);
    expect([list.jobs[0]?.state, list.jobs[0]?.received, list.busy]).toEqual(["kept", PIECE * 2 + 5, false]);
    expect(list.view?.files.length).toBe(1);
  });

  test("1つが断られても、ほかは入る。断られたものは残さない", async () => {
    backend((id) => (id === 1 ? [member({ state: "refused", message: "だめ", rejected_total: 1 })] : [member()]));
    const list = new MasterList();
    await list.take([file("bad.csv"), file("good.csv")]);
    expect(list.jobs.map((j) => j.state)).toEqual(["refused", "kept"]);
    expect(memory.asked("drop_master")).toEqual([{ id: 1 }]);
    expect(memory.asked("keep_master")).toEqual([{ id: 2 }]);
    expect(list.jobs.map(stateJa)).toEqual(["入れませんでした", "入れました"]);
  });

  test("ほかのマスターを待つものは、あとでもう一度読む", async () => {
    let read = 0;
    backend((id) => (id === 1 && ++read === 1 ? [member({ state: "waits", message: "先に 01" })] : [member()]));
    const list = new MasterList();
    await list.take([file("e03.csv"), file("e01.csv")]);
    expect(memory.asked("read_master").map((r) => r.id)).toEqual([1, 2, 1]);
    expect(list.jobs.map((j) => j.state)).toEqual(["kept", "kept"]);
    expect(memory.asked("drop_master")).toEqual([]);
  });

  test("待っても来なければ、断られたまま捨てる", async () => {
    backend(() => [member({ state: "waits", message: "先に 01" })]);
    const list = new MasterList();
    await list.take([file("e03.csv")]);
    expect([list.jobs[0]?.state, memory.asked("read_master").length, memory.asked("drop_master").length]).toEqual(["refused", 2, 1]);
  });

  test("手順のあいだでやめると、そのファイルも残りも入らない", async () => {
    const list = new MasterList();
    backend(() => [member()], {
      read_master: ({ id }) => {
        list.stop();
        return { id, name: "a.csv", members: [member()] };
      },
    });
    await list.take([file("a.csv"), file("b.csv")]);
    expect(list.jobs.map((j) => j.state)).toEqual(["stopped", "stopped"]);
    expect([memory.asked("keep_master").length, memory.asked("begin_master").length, memory.asked("drop_master").length]).toEqual([0, 1, 1]);
    expect(list.jobs[0]?.refused).toBe("途中でやめました。このファイルからは何も入れていません。");
  });

  test("送る途中の断りは、その文のまま", async () => {
    backend(() => [member()], { put_master_chunk: () => { throw refusal("refused", "写真.png はマスターファイルではありません。"); } });
    const list = new MasterList();
    await list.take([file("写真.png")]);
    expect([list.jobs[0]?.state, list.jobs[0]?.refused]).toEqual(["refused", "写真.png はマスターファイルではありません。"]);
  });

  test("もう入っているものは、そう言うだけ", async () => {
    backend(() => [member({ state: "same", message: "もう入っています。" })]);
    const list = new MasterList();
    await list.take([file("a.csv")]);
    expect([list.jobs[0]?.state, memory.asked("keep_master").length]).toEqual(["same", 0]);
  });
});

describe("マスターの画面", () => {
  async function open(masters: MastersView): Promise<void> {
    memory = remember({ masters, master_report: report({ changed: { total: 1, found: 1, first: [{ key: "140000610", name: "創傷処置", from_ja: "令和7年10月1日", to_ja: "", columns: [{ name: "点数", before: "52.00", after: "54.00" }] }] } }), take_back_master: view({ files: [{ ...view().files[0]!, taken_back: true }] }) });
    show(MastersSection, { onread: () => undefined });
    await settle();
  }

  test("種類とファイルと、まだないものを並べる", async () => {
    await open(view({ waiting: [{ kind_ja: "医薬品マスター", edition_ja: "令和7年4月1日", total: 7, keys: ["610000001", "610000002"] }] }));
    const text = textOf(".masters");
    expect(text).toContain("10,133");
    expect(text).toContain("まだ入れていないもの：医薬品マスター");
    expect(text).toContain("医薬品マスターの令和7年4月1日版の更新7行は、前提となる全件ファイルがまだありません");
    expect(text).toContain("s_ALL20240531.csv");
    expect(text).not.toContain("料金表と違うところ");
  });

  test("違うところがあれば並べる", async () => {
    await open(view({ differences: [{ code: "140000610", name: "創傷処置", day_ja: "令和7年10月1日", what: "点数", ours: "52点", masters: "54点" }], differences_total: 1 }));
    expect(textOf(".masters")).toContain("料金表と違うところ（1）");
    expect(textOf(".masters")).toContain("54点");
  });

  test("管理者でない人は入れられない", async () => {
    await open(view({ may_load: false }));
    expect(document.querySelector<HTMLButtonElement>(".drop button")?.disabled).toBe(true);
    expect(textOf(".not")).toContain("管理者だけです");
  });

  test("行で Enter を押すと変わったものが出て、取り消せる", async () => {
    await open(view());
    document.querySelector<HTMLElement>("[aria-label='入れたファイル'] tr[tabindex='0']")?.focus();
    await press("Enter");
    expect(textOf("[role=dialog]")).toContain("52.00 → 54.00");
    expect(memory.asked("master_report")).toEqual([{ file: 1, query: "" }]);
    await press("Escape");
  });

  test("Ctrl+M で開く", () => {
    expect(keyOfSection("masters")).toBe("Ctrl+M");
    expect([keyOfSection("values"), sectionOf("masters")]).toEqual(["Ctrl+0", "masters"]);
  });
});
