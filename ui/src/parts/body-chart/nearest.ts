import type { Point } from "./shape";

export type Direction = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const UNIT: Record<Direction, Point> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function isDirection(key: string): key is Direction {
  return key in UNIT;
}

/** The nearest in a direction; what lies aside counts as twice as far. Nothing beyond 60 degrees is in a direction. */
export function nearest<T extends { at: Point }>(from: T, all: readonly T[], direction: Direction): T | undefined {
  const [ux, uy] = UNIT[direction];
  let best: { one: T; far: number } | undefined;
  for (const one of all) {
    const [dx, dy] = [one.at[0] - from.at[0], one.at[1] - from.at[1]];
    const ahead = dx * ux + dy * uy;
    const aside = Math.abs(dx * uy) + Math.abs(dy * ux);
    if (one === from || ahead <= 0.5 || aside > ahead * 1.8) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { one, far };
  }
  return best?.one;
}
