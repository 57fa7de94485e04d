import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
// The page as shipped, so that the language is checked where a screen reader finds it.
import page from "../index.html?raw";
import App from "./App.svelte";

let app: ReturnType<typeof mount>;

beforeEach(() => {
  app = mount(App, { target: document.body });
  flushSync();
});

afterEach(() => unmount(app));

test("見出しは製品名ひとつで、下の見出しへ順に続く", () => {
  const levels = [...document.querySelectorAll("h1, h2, h3")].map((h) => `${h.tagName} ${h.textContent}`);
  expect(levels).toEqual(["H1 労災デスク", "H2 いまできること"]);
});

test("画面は次の版からで、今日は命令で動くことを伝える", () => {
  const text = document.querySelector("main")?.textContent ?? "";
  expect(text).toContain("次の版から使えるようになります");
  expect(document.querySelector("code")?.textContent).toBe("rosai demo --out out/");
});

test("枠には見出しの名前がつき、命令にはキーで届く", () => {
  const section = document.querySelector("section");
  const title = section?.getAttribute("aria-labelledby") ?? "";
  expect(document.getElementById(title)?.textContent).toBe("いまできること");
  expect(document.querySelector("pre")?.tabIndex).toBe(0);
});

test("ページは日本語で、題は製品名", () => {
  const html = new DOMParser().parseFromString(page, "text/html");
  expect(html.documentElement.lang).toBe("ja");
  expect(html.title).toBe("労災デスク");
});
