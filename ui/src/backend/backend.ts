// The one door to the program: every command is typed by the generated bindings. Only this file knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import type { ApiError, Commands } from "./bindings";

export type { ApiError, Commands };
export type * from "./bindings";

let actor = "";

/** In whose name commands are given from now on: a name of the staff list. */
export function actAs(name: string): void {
  actor = name;
}

/** Who acts. */
export function actingAs(): string {
  return actor;
}

/** Carries out a command. Refusals are thrown as {@link ApiError}, with one Japanese sentence. */
export async function rpc<K extends keyof Commands>(command: K, request: Commands[K][0]): Promise<Commands[K][1]> {
  try {
    return await invoke<Commands[K][1]>("rpc", { call: { command, actor, request } });
  } catch (refused) {
    throw asApiError(refused);
  }
}

/** Whatever was thrown, as the sentence a person reads. */
export function asApiError(thrown: unknown): ApiError {
  if (typeof thrown === "object" && thrown !== null && "message" in thrown && "code" in thrown) {
    return thrown as ApiError;
  }
  return {
    code: "internal",
    message: "プログラムの内側で誤りがありました。保存したものは失われていません。開き直してください。",
    place: String(thrown),
  };
}
