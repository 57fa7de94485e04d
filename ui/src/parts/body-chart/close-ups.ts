/** Head, hands and feet drawn large, so that an eye, a finger or a toe can be met. */
import type { Drawing, Part } from "./figure";
import { across, along, closed, digit, ellipse, open, type Outline, placed, type Point, round } from "./shape";

type Place = ReturnType<typeof placed>;

/** The face, its middle at x and the top of the head at y. */
export function face(x: number, y: number): Drawing {
  const near = placed(x, y, -1);
  const far = placed(x, y, 1);
  const half: Point[] = [[0, 0], [38, 7], [62, 34], [69, 76], [64, 118], [50, 152], [26, 176], [0, 184]];
  const hair: Point[] = [[0, 46], [30, 46], [54, 60], [69, 88]];
  const ear: Point[] = [[66, 84], [78, 78], [83, 92], [79, 112], [70, 122], [64, 116]];
  const eye: Point[] = [[12, 91], [24, 83], [38, 85], [46, 93], [36, 100], [22, 100]];
  const nose: Point[] = [[0, 92], [6, 94], [8, 108], [16, 122], [12, 130], [0, 133]];
  const mouth: Point[] = [[0, 145], [10, 142], [26, 150], [12, 160], [0, 162]];
  const neck: Point[] = [[42, 160], [38, 180], [38, 200], [48, 216]];
  const whole = (...edges: [Point[], boolean][]): Outline =>
    closed(
      ...edges.map(([e, back]) => along(near(back ? e.toReversed() : e))),
      ...edges.toReversed().map(([e, back]) => along(far(back ? e : e.toReversed()))),
    );
  const pair = (region: string, edge: Point[]): Part[] => [
    { region, half: "near", ...round(near(edge)) },
    { region, half: "far", ...round(far(edge)) },
  ];
  const parts: Part[] = [
    { region: "頸部", ...whole([neck, false]) },
    ...pair("耳", ear),
    { region: "顔面", ...whole([hair, false], [[hair[3] as Point, ...half.slice(4)], false]) },
    { region: "頭部", ...whole([[...half.slice(0, 4), hair[3] as Point], false], [hair, true]) },
    ...pair("眼", eye),
    { region: "鼻", ...whole([nose, false]) },
    { region: "口腔", ...whole([mouth, false]) },
  ];
  const brow: Point[] = [[10, 78], [24, 71], [44, 76]];
  const lips: Point[] = [[0, 151], [12, 150], [26, 150]];
  return {
    parts,
    lines: [brow, lips].flatMap((line) => [open(near(line)), open(far(line))]).concat(
      [near, far].map((place) => ellipse(place([[29, 92]])[0] as Point, 6, 6).d),
    ),
  };
}

/** A hand with the fingers up, its wrist at the bottom; with `place` as drawn it is a right palm. */
export function hand(place: Place, half: "near" | "far", palm: boolean): Drawing {
  const webs: Point[] = [[-70, -20], [-38, -44], [-2, -52], [34, -46], [66, -24]];
  const thumb: Point[] = [[74, 18], [62, 68]];
  const side: Point[] = [[40, 118], [51, 96], [62, 68]];
  const index: Point[] = [[66, -24], [71, -4], [74, 18]];
  const outer: Point[] = [[-46, 118], [-60, 92], [-72, 56], [-75, 16], [-70, -20]];
  const wrist: Point[][] = [[[40, 118], [38, 136], [40, 154]], [[-43, 154], [-43, 136], [-46, 118]]];
  const finger = (n: number, left: number, length: number, lean: number, width: number) => ({
    region: `手第${n}指`, half, ...digit(webs[left] as Point, webs[left + 1] as Point, length, lean, width, place),
  });
  const fingers = [
    { region: "手第1指", half, ...digit(thumb[0] as Point, thumb[1] as Point, 100, 49, 21, place) },
    finger(2, 3, 122, 9, 16.5), finger(3, 2, 140, 2, 17.5), finger(4, 1, 126, -6, 16.5), finger(5, 0, 98, -15, 15),
  ];
  const parts: Part[] = [
    { region: "手関節", half, ...closed(along(place(wrist[0] as Point[])), along(place(wrist[1] as Point[])), across(...ends(place, [-46, 118], [40, 118]), 3)) },
    {
      region: "手", half,
      ...closed(along(place(webs), 0, 0), ...straight(place(webs)), along(place(index)), along(place(side), 2, 0), across(...ends(place, [40, 118], [-46, 118]), 3), along(place(outer))),
    },
    ...fingers,
  ];
  const creases: Point[][] = palm
    ? [[[66, 8], [34, 14], [2, 36], [-14, 74], [-12, 108]], [[62, 2], [20, 6], [-24, 26], [-62, 44]], [[-70, 16], [-34, 6], [4, -14], [22, -34]]]
    : [[[-52, -8], [-46, 20]], [[-18, -24], [-16, 10]], [[16, -28], [12, 8]], [[48, -16], [36, 16]]];
  return { parts, lines: [...creases.map((c) => open(place(c))), ...(palm ? [] : fingers.map((f) => f.nail))] };
}

/** A foot with the toes up, its heel at the bottom; with `place` as drawn it is a right sole. */
export function foot(place: Place, half: "near" | "far", sole: boolean): Drawing {
  const webs: Point[] = [[-60, -30], [-38, -50], [-14, -62], [9, -68], [30, -70], [66, -52]];
  const outer: Point[] = [[-42, 96], [-48, 62], [-58, 16], [-60, -30]];
  const inner: Point[] = [[66, -52], [64, -18], [46, 20], [38, 60], [38, 96]];
  const heel: Point[] = [[38, 96], [40, 122], [28, 144], [-2, 150], [-32, 144], [-45, 122], [-42, 96]];
  const toe = (n: number, left: number, length: number, lean: number, width: number) => ({
    region: `足第${n}指`, half, ...digit(webs[left] as Point, webs[left + 1] as Point, length, lean, width, place),
  });
  const toes = [toe(1, 4, 62, 2, 18), toe(2, 3, 52, -3, 11.5), toe(3, 2, 46, -8, 11.5), toe(4, 1, 40, -14, 11.5), toe(5, 0, 34, -24, 11.5)];
  const parts: Part[] = [
    { region: "足", half, ...closed(along(place(webs), 0, 0), ...straight(place(webs)), along(place(inner)), across(...ends(place, [38, 96], [-42, 96]), 4), along(place(outer))) },
    { region: "踵部", half, ...closed(along(place(heel)), across(...ends(place, [-42, 96], [38, 96]), 4)) },
    ...toes,
  ];
  const folds: Point[][] = sole
    ? [[[-50, -4], [-10, -28], [40, -26]], [[30, 78], [18, 40], [28, 4]]]
    : [[[40, -34], [26, 30], [10, 72]], [[2, -46], [4, 20]], [[-26, -36], [-14, 20]]];
  return { parts, lines: [...folds.map((f) => open(place(f))), ...(sole ? [] : toes.map((t) => t.nail))] };
}

function ends(place: Place, a: Point, b: Point): [Point, Point] {
  const [p, q] = place([a, b]);
  return [p as Point, q as Point];
}

/** Straight from base to base: fingers stand on it. */
function straight(points: Point[]) {
  return points.slice(1).map((p) => along([p], 0, 0));
}
