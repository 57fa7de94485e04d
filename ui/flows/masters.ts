// Masters for flows: lines in the official layouts, and loading them beside the page.
import { expect } from "./desk";
import { command } from "./steps";

/** A line of so many columns with these filled; numbers are the official 項番. */
export function line(columns: number, filled: Record<number, string>): string {
  return `${Array.from({ length: columns }, (_, i) => `"${filled[i + 1] ?? ""}"`).join(",")}\r\n`;
}

/** A row of 医科診療行為: a 処置 where nothing else is said. */
export function actLine(code: string, name: string, points: string, change: Record<number, string> = {}): string {
  return line(150, { 1: "0", 2: "S", 3: code, 5: name, 11: "3", 12: points, 13: "0", 15: "400", 66: "400", 68: "1", 87: "20240601", 88: "99999999", 113: name, ...change });
}

/** Loads a file of masters beside the page. */
export async function load(url: string, name: string, text: string, actor: string): Promise<void> {
  const bytes = Buffer.from(text);
  const { id } = await command(url, "begin_master", { name, size: bytes.length }, actor);
  await command(url, "put_master_chunk", { id, base64: bytes.toString("base64") }, actor);
  const { members } = await command(url, "read_master", { id }, actor);
  expect(members.map((m) => m.state), members.map((m) => m.message).join()).toEqual(["ready"]);
  await command(url, "keep_master", { id }, actor);
}
