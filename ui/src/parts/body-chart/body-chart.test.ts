import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
// The names that Rust reads, from where they stand.
import rust from "../../../../src-tauri/crates/rosai-domain/src/site.rs?raw";
import BodyChart from "./BodyChart.svelte";
import { nearest } from "./nearest";
import { viewsOf } from "./regions";

const KNOWN = new Set([...rust.matchAll(/^ {4}\w+ \w+ \w+ "([^"]+)" \[/gm)].map((m) => m[1]));
const sitesOf = (turned: "palm" | "back") => viewsOf(turned).flatMap((v) => v.regions.map((r) => r.site));

describe("図の部位", () => {
  test("どれもプログラムの知る部位の名前", () => {
    expect(KNOWN.size).toBeGreaterThan(30);
    const unknown = sitesOf("palm").filter((site) => !KNOWN.has(site.replace(/^[右左]/, "")));
    expect(unknown).toEqual([]);
  });

  test("プログラムの知る部位は、ひとまとめの名前のほかみな図にある", () => {
    const drawn = new Set(sitesOf("palm").map((site) => site.replace(/^[右左]/, "")));
    expect([...KNOWN].filter((name) => name && !drawn.has(name))).toEqual(["上肢", "手指", "下肢", "足指"]);
  });

  test("表と裏で同じ部位がそろい、右と左の数も同じ", () => {
    expect(new Set(sitesOf("back"))).toEqual(new Set(sitesOf("palm")));
    const count = (side: string) => sitesOf("back").filter((site) => site.startsWith(side)).length;
    expect(count("右")).toBe(count("左"));
  });

  test("前からの図は向かって左が右、後ろからの図は向かって右が右", () => {
    const xOf = (view: string, site: string) =>
      viewsOf("back").find((v) => v.id === view)?.regions.find((r) => r.site === site)?.at[0] ?? NaN;
    expect(xOf("front", "右前腕")).toBeLessThan(xOf("front", "左前腕"));
    expect(xOf("behind", "右前腕")).toBeGreaterThan(xOf("behind", "左前腕"));
    expect(xOf("hands", "右手第2指")).toBeLessThan(xOf("hands", "左手第2指"));
  });

  test("母指と母趾の向き", () => {
    const at = (turned: "palm" | "back", site: string) =>
      viewsOf(turned).flatMap((v) => v.regions).filter((r) => r.site === site).at(-1)?.at[0] ?? NaN;
    expect(at("palm", "右手第1指")).toBeGreaterThan(at("palm", "右手第5指"));
    expect(at("back", "右手第1指")).toBeLessThan(at("back", "右手第5指"));
    for (const turned of ["palm", "back"] as const) {
      expect(at(turned, "右足第1指"), turned).toBeGreaterThan(at(turned, "右足第5指"));
    }
  });
});

test("矢印はその向きの近いところへ進む", () => {
  const here = { at: [0, 0] as const };
  const right = { at: [10, 2] as const };
  const farRight = { at: [30, 0] as const };
  const below = { at: [0, 5] as const };
  const all = [here, right, farRight, below];
  expect(nearest(here, all, "ArrowRight")).toBe(right);
  expect(nearest(here, all, "ArrowDown")).toBe(below);
  expect(nearest(here, all, "ArrowLeft")).toBeUndefined();
});

test("どの部位にも、矢印だけで届く", () => {
  const all = viewsOf("back").flatMap((v) => v.regions);
  const reached = new Set([all[0]]);
  for (const region of reached) {
    if (!region) continue;
    for (const d of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as const) {
      const next = nearest(region, all, d);
      if (next) reached.add(next);
    }
  }
  expect(all.filter((r) => !reached.has(r)).map((r) => r.id)).toEqual([]);
});

describe("図のうえで", () => {
  let chart: Record<string, unknown> | undefined;

  afterEach(() => {
    if (chart) unmount(chart);
    document.body.innerHTML = "";
  });

  function show(props: Record<string, unknown>) {
    const onchange = vi.fn();
    chart = mount(BodyChart, { target: document.body, props: { chosen: [], onchange, ...props } });
    flushSync();
    return onchange;
  }

  const region = (name: string) => document.querySelector(`[aria-label^="${name}"][role=button]`) as SVGElement;

  function press(on: Element, key: string): void {
    on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    flushSync();
  }

  test("スペースと Enter で選び、もう一度で外す", () => {
    const onchange = show({});
    press(region("右手第2指"), " ");
    expect(region("右手第2指").getAttribute("aria-pressed")).toBe("true");
    press(region("腰部"), "Enter");
    expect(onchange).toHaveBeenLastCalledWith(["右手第2指", "腰部"]);
    press(region("右手第2指"), " ");
    expect(onchange).toHaveBeenLastCalledWith(["腰部"]);
    expect(document.querySelector(".chosen")?.textContent).toContain("腰部");
  });

  test("ひとつだけのときは入れかわる", () => {
    const onchange = show({ chosen: ["腰部"], single: true });
    press(region("右膝"), " ");
    expect(onchange).toHaveBeenLastCalledWith(["右膝"]);
  });

  test("前と後ろの同じ部位はともに選ばれ、倍率が言葉でつく", () => {
    show({ chosen: ["右前腕"], factorOf: (site: string) => (site.includes("前腕") ? "1.5" : "1") });
    const both = [...document.querySelectorAll('[aria-label="右前腕（×1.5）"]')];
    expect(both.map((r) => r.getAttribute("aria-pressed"))).toEqual(["true", "true"]);
  });

  test("Tab でとまるのは1か所", () => {
    show({ chosen: ["左膝"] });
    const stops = [...document.querySelectorAll('[role=button][tabindex="0"]')];
    expect(stops.map((r) => r.getAttribute("aria-label"))).toEqual(["左膝"]);
  });
});
