/** A question that must be answered before going on. */

export interface Question {
  title: string;
  text: string;
  /** The verb of what happens: 取り下げる. */
  yes: string;
  no?: string | undefined;
  /** What happens cannot be taken back. */
  danger?: boolean | undefined;
}

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

let queue = $state.raw<readonly Asked[]>([]);

export const asks = {
  get now(): Asked | undefined {
    return queue[0];
  },
};

export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const asked: Asked = {
      ...question,
      answer: (yes) => {
        queue = queue.filter((q) => q !== asked);
        resolve(yes);
      },
    };
    queue = [...queue, asked];
  });
}
