// A desk of its own for every test: a new folder, a loop-back server with the real engine, the built page.
import { test as base, expect, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
/** Where pictures of the screens go: people look at them. */
export const pictures = join(target, "pictures");

export interface Served {
  home: string;
  url: string;
  stop(): Promise<void>;
}

/** Starts the server on a folder; the calendar stands at `day`. */
export async function serve(home: string, day: string): Promise<Served> {
  const args = ["--home", home, "--page", join(root, "ui", "dist"), "--calendar", day];
  const child: ChildProcess = spawn(join(target, "debug", "rosai-server"), args, { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(line.toString().trim()));
    child.once("exit", (code) => reject(new Error(`rosai-server ended with ${code}`)));
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  return { home, url, stop };
}

/** Makes the page talk to the server as the window's page talks to the program. */
export async function connect(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    const invoke = async (_command: string, args: { call: unknown }) => {
      const answer = await fetch("/rpc", { method: "POST", body: JSON.stringify(args.call) });
      const told = await answer.json();
      if ("refused" in told) throw told.refused;
      return told.ok;
    };
    Object.assign(window, { __TAURI_INTERNALS__: { invoke } });
  });
  await page.goto(url);
}

interface Fixtures {
  /** The day of the calendar. */
  calendar: string;
  /** The server of this test. */
  served: Served;
  /** The page, connected. */
  desk: Page;
}

export const test = base.extend<Fixtures>({
  calendar: ["2025-10-31", { option: true }],
  served: async ({ calendar }, use) => {
    const home = mkdtempSync(join(tmpdir(), "rosai-flow-"));
    const served = await serve(home, calendar);
    await use(served);
    await served.stop();
    rmSync(home, { recursive: true, force: true });
  },
  desk: async ({ page, served }, use) => {
    await connect(page, served.url);
    await use(page);
  },
});

/** Saves a picture of the page for people. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** Types as an input method does: composes `kana` letter by letter, then commits `kanji` with Enter. */
export async function compose(page: Page, kana: string, kanji: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (let i = 1; i <= kana.length; i += 1) {
    await session.send("Input.imeSetComposition", { text: kana.slice(0, i), selectionStart: i, selectionEnd: i });
  }
  await session.send("Input.insertText", { text: kanji });
  await session.detach();
}

/** Types a whole form by the keyboard: text, then Enter to the next box. */
export async function fill(page: Page, values: string[]): Promise<void> {
  for (const value of values) {
    if (value !== "") await page.keyboard.type(value);
    await page.keyboard.press("Enter");
  }
}

export { expect };
