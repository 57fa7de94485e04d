/** A backend of fixed answers for tests of screens: no engine, no file. */
import { mockIPC } from "@tauri-apps/api/mocks";
import type { ApiError, Code, Commands } from "./bindings";

export type Answers = {
  [K in keyof Commands]?: Commands[K][1] | ((request: Commands[K][0]) => Commands[K][1] | Promise<Commands[K][1]>);
};

export interface Called {
  command: string;
  actor: string;
  request: unknown;
}

export interface Memory {
  /** Every call in order. */
  calls: Called[];
  /** What is answered; may be changed while the test runs. */
  answers: Answers;
  /** Requests of one command in order. */
  asked<K extends keyof Commands>(command: K): Commands[K][0][];
}

/** Answers commands from now on; one without an answer is refused as not found. */
export function remember(answers: Answers): Memory {
  const calls: Called[] = [];
  const memory: Memory = {
    calls,
    answers: { ...answers },
    asked: (command) => calls.filter((c) => c.command === command).map((c) => c.request) as never,
  };
  mockIPC((_, args) => {
    const { call } = args as { call: Called };
    // As text, the way the real door carries it.
    calls.push(JSON.parse(JSON.stringify(call)) as Called);
    const answer = memory.answers[call.command as keyof Commands] as unknown;
    if (answer === undefined) throw refusal("not_found", `${call.command}には答えがありません。`);
    return typeof answer === "function" ? (answer as (request: unknown) => unknown)(call.request) : structuredClone(answer);
  });
  return memory;
}

export function refusal(code: Code, message: string, place: string | null = null): ApiError {
  return { code, message, place };
}
