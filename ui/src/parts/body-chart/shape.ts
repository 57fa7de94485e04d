/** Smooth outlines from a few points each. Neighbours that share an edge share its curve, so nothing gapes. */

export type Point = readonly [number, number];

/** A stretch of outline: where it starts, how it is drawn on from there, and the points it goes through. */
export interface Stretch {
  start: Point;
  drawn: string;
  through: readonly Point[];
}

export interface Outline {
  d: string;
  /** The middle of it, by which the arrow keys find their way. */
  at: Point;
}

const r = (n: number): number => Math.round(n * 10) / 10;
const say = ([x, y]: Point): string => `${r(x)} ${r(y)}`;

/** The smooth curve through an edge's points, from one of them to another, in either direction. */
export function along(edge: readonly Point[], from = 0, to = edge.length - 1): Stretch {
  const step = from <= to ? 1 : -1;
  const p = (i: number): Point => edge[Math.min(Math.max(i, 0), edge.length - 1)] as Point;
  let drawn = "";
  const through: Point[] = [p(from)];
  for (let i = from; i !== to; i += step) {
    const [a, b, c, d] = [p(i - step), p(i), p(i + step), p(i + 2 * step)];
    const out: Point = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
    const into: Point = [c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6];
    drawn += `C${say(out)} ${say(into)} ${say(c)}`;
    through.push(c);
  }
  return { start: p(from), drawn, through };
}

/** A cut across: a line that sags by so much, the same whichever way it is drawn. */
export function across(from: Point, to: Point, sag = 0): Stretch {
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 + 2 * sag];
  return { start: from, drawn: `Q${say(middle)} ${say(to)}`, through: [from, to] };
}

/** A closed outline of stretches, joined by straight lines where they do not meet. */
export function closed(...stretches: readonly Stretch[]): Outline {
  const d = stretches.map((s, i) => `${i === 0 ? "M" : "L"}${say(s.start)}${s.drawn}`).join("");
  return { d: `${d}Z`, at: middleOf(stretches.flatMap((s) => s.through)) };
}

/** A closed curve through all points. */
export function round(points: readonly Point[]): Outline {
  const n = points.length;
  const around = [points[n - 1], ...points, points[0], points[1]] as Point[];
  const whole = along(around, 1, n + 1);
  return { d: `M${say(whole.start)}${whole.drawn}Z`, at: middleOf(points) };
}

/** An open line, for folds and creases. */
export function open(points: readonly Point[]): string {
  const line = along(points);
  return `M${say(line.start)}${line.drawn}`;
}

export function ellipse([x, y]: Point, rx: number, ry: number): Outline {
  const d = `M${say([x - rx, y])}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
  return { d, at: [x, y] };
}

/** A finger or toe on its base, from `left` to `right`; `lean` in degrees to the right; put in its place at the end. */
export function digit(
  left: Point, right: Point, length: number, lean: number, half: number, place: (points: readonly Point[]) => Point[],
): Outline & { nail: string } {
  const base: Point = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  const [sin, cos] = [Math.sin((lean * Math.PI) / 180), Math.cos((lean * Math.PI) / 180)];
  // `up` along the finger, `aside` across it, as parts of its length and of its half width.
  const at = (up: number, aside: number): Point => [
    base[0] + sin * up * length + cos * aside * half,
    base[1] - cos * up * length + sin * aside * half,
  ];
  const edge = [
    left, at(0.28, -1), at(0.55, -0.98), at(0.8, -0.9), at(0.95, -0.58), at(1, 0),
    at(0.95, 0.58), at(0.8, 0.9), at(0.55, 0.98), at(0.28, 1), right,
  ];
  const nail = round(place([at(0.76, -0.5), at(0.73, 0), at(0.76, 0.5), at(0.9, 0.5), at(0.94, 0), at(0.9, -0.5)]));
  return { d: closed(along(place(edge))).d, at: place([at(0.55, 0)])[0] as Point, nail: nail.d };
}

function middleOf(points: readonly Point[]): Point {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

/** Points put somewhere else: turned over where `flipX` or `flipY` is -1. */
export function placed(x: number, y: number, flipX: 1 | -1 = 1, flipY: 1 | -1 = 1): (points: readonly Point[]) => Point[] {
  return (points) => points.map(([px, py]) => [x + flipX * px, y + flipY * py]);
}
