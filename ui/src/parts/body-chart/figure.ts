/** The person from the front and from behind. Points are of one half: how far from the middle, how far down. */
import { across, along, closed, ellipse, open, type Outline, placed, type Point, round, type Stretch } from "./shape";

export interface Part extends Outline {
  /** Name without its side. */
  region: string;
  /** Which half of the picture it lies on; none on the middle line. */
  half?: "near" | "far";
}

export interface Drawing {
  parts: Part[];
  /** Folds and lines that only help the eye. */
  lines: string[];
}

// The outer and inner edge of the arm have as many points; the cuts between the parts go from one to the other.
const ARM_OUT: Point[] = [
  [57, 112], [75, 119], [86, 133], [91, 152], [93, 176], [96, 203], [99, 226], [103, 242], [109, 258], [116, 281],
  [120, 305], [124, 328], [127, 341],
];
const ARM_IN: Point[] = [
  [56, 126], [55, 140], [58, 154], [64, 168], [69, 184], [73, 205], [76, 228], [79, 244], [83, 260], [90, 282],
  [99, 306], [108, 330], [110, 343],
];
const HAND: Point[] = [
  [127, 341], [134, 349], [142, 361], [149, 377], [146, 382], [137, 371], [136, 386], [135, 403], [130, 411],
  [122, 410], [114, 401], [109, 384], [107, 362], [110, 343],
];
const LEG_OUT: Point[] = [
  [61, 300], [66, 322], [68, 345], [68, 380], [63, 418], [57, 448], [54, 466], [53, 485], [57, 511], [55, 540],
  [47, 572], [41, 595], [40, 610],
];
const LEG_IN: Point[] = [
  [3, 339], [4, 350], [5, 364], [8, 394], [13, 425], [17, 450], [19, 467], [18, 486], [14, 510], [14, 538],
  [19, 570], [22, 595], [21, 611],
];
const FOOT: Point[] = [[40, 610], [46, 622], [55, 637], [54, 647], [40, 651], [24, 650], [16, 643], [18, 626], [21, 611]];
const HEEL: Point[] = [[40, 610], [44, 626], [45, 640], [39, 648], [30, 650], [21, 648], [16, 640], [18, 626], [21, 611]];
const SIDE: Point[] = [[64, 168], [63, 186], [60, 204], [57, 222], [53, 242], [52, 260], [56, 280], [61, 300]];
const CLAVICLE_TOP: Point[] = [[19, 96], [29, 103], [42, 108], [57, 112]];
const CLAVICLE_LOW: Point[] = [[7, 117], [20, 122], [38, 125], [56, 126]];
const NECK: Point[] = [[19, 70], [17, 80], [16, 89], [19, 96]];
const HEAD: Point[] = [[0, 0], [17, 4], [28, 17], [31, 36], [29, 54], [23, 70], [12, 82], [0, 86]];
const HAIR: Point[] = [[0, 22], [14, 22], [24, 28], [31, 40]];
const ARCH: Point[] = [[0, 207], [16, 209], [36, 216], [57, 222]];
const GROIN: Point[] = [[61, 300], [42, 317], [20, 332], [3, 339]];

type Place = ReturnType<typeof placed>;

/** Both halves of something on the middle line: down the near side, and back up the far side. */
function whole(near: Place, far: Place, edges: (place: Place, back: boolean) => Stretch[]): Outline {
  const there = edges(near, false);
  const back = edges(far, true).reverse();
  return closed(...there, ...back);
}

const way = (place: Place, back: boolean, edge: Point[], from = 0, to = edge.length - 1): Stretch =>
  back ? along(place(edge), to, from) : along(place(edge), from, to);

function limb(place: Place, outer: Point[], inner: Point[], from: number, to: number): Outline {
  const [o, i] = [place(outer), place(inner)];
  const cut = (n: number): [Point, Point] => [o[n] as Point, i[n] as Point];
  const [lowOut, lowIn] = cut(to);
  const [topOut, topIn] = cut(from);
  return closed(along(o, from, to), across(lowOut, lowIn, 1.5), along(i, to, from), across(topIn, topOut, 1.5));
}

/** Arms and legs are the same from both sides, but for what the far end shows. */
function limbs(place: Place, half: "near" | "far", behind: boolean): Part[] {
  const arm = (region: string, from: number, to: number): Part => ({ region, half, ...limb(place, ARM_OUT, ARM_IN, from, to) });
  const leg = (region: string, from: number, to: number): Part => ({ region, half, ...limb(place, LEG_OUT, LEG_IN, from, to) });
  const hip = closed(along(place(GROIN), 3, 0), along(place(LEG_OUT), 0, 2), across(...ends(place, LEG_OUT, LEG_IN, 2), 1.5), along(place(LEG_IN), 2, 0));
  const end = (region: string, edge: Point[]): Part => ({
    region, half, ...closed(along(place(edge)), across(place(edge).at(-1) as Point, place(edge)[0] as Point, 1.5)),
  });
  return [
    { region: "肩", half, ...closed(along(place(ARM_OUT), 0, 4), across(...ends(place, ARM_OUT, ARM_IN, 4), 1.5), along(place(ARM_IN), 4, 0)) },
    arm("上腕", 4, 6), arm("肘", 6, 8), arm("前腕", 8, 11), arm("手関節", 11, 12), end("手", HAND),
    ...(behind ? [] : [{ region: "股関節", half, ...hip }]),
    leg("大腿", 2, 5), leg("膝", 5, 7), leg("下腿", 7, 11), leg("足関節", 11, 12),
    end(behind ? "踵部" : "足", behind ? HEEL : FOOT),
  ];
}

function ends(place: Place, outer: Point[], inner: Point[], n: number): [Point, Point] {
  return [place(outer)[n] as Point, place(inner)[n] as Point];
}

/** Lines that show as both halves. */
function both(near: Place, far: Place, ...lines: Point[][]): string[] {
  return lines.flatMap((line) => [open(near(line)), open(far(line))]);
}

export function fromTheFront(x: number, y: number): Drawing {
  const near = placed(x, y, -1);
  const far = placed(x, y, 1);
  const clavicle = (place: Place) => closed(along(place(CLAVICLE_TOP)), along(place(CLAVICLE_LOW), 3, 0));
  const parts: Part[] = [
    ...limbs(near, "near", false), ...limbs(far, "far", false),
    { region: "胸部", ...whole(near, far, (p, b) => [way(p, b, CLAVICLE_LOW), way(p, b, ARM_IN, 0, 3), way(p, b, SIDE, 0, 3), way(p, b, ARCH, 3, 0)]) },
    { region: "腹部", ...whole(near, far, (p, b) => [way(p, b, ARCH), way(p, b, SIDE, 3, 7), way(p, b, GROIN)]) },
    { region: "頸部", ...whole(near, far, (p, b) => [way(p, b, NECK), way(p, b, [[19, 96], [7, 117]])]) },
    { region: "鎖骨部", half: "near", ...clavicle(near) }, { region: "鎖骨部", half: "far", ...clavicle(far) },
    { region: "顔面", ...whole(near, far, (p, b) => [way(p, b, HAIR), way(p, b, HEAD, 3, 7)]) },
    { region: "頭部", ...whole(near, far, (p, b) => [way(p, b, HEAD, 0, 3), way(p, b, HAIR, 3, 0)]) },
  ];
  const lines = [
    ...both(near, far,
      [[6, 46], [11, 44], [17, 46]], [[0, 68], [5, 69], [9, 67]], [[0, 60], [4, 60]],
      [[10, 172], [28, 182], [48, 178], [60, 166]], [[27, 462], [36, 458], [46, 462]], [[26, 480], [36, 484], [45, 480]],
      [[118, 382], [117, 400]], [[125, 384], [124, 406]], [[131, 384], [131, 405]],
      [[25, 650], [26, 643]], [[32, 651], [33, 645]], [[39, 651], [40, 645]], [[46, 650], [46, 644]]),
    open([[x, y + 128], [x, y + 180]]),
    open([[x - 2, y + 262], [x, y + 267], [x + 2, y + 262]]),
  ];
  return { parts, lines };
}

const SCAPULA: Point[] = [[14, 132], [34, 128], [52, 132], [55, 146], [50, 168], [38, 188], [26, 184], [17, 160]];
const BACK_SIDE: Point[] = [...SIDE.slice(0, 7), [60, 292]];

export function fromBehind(x: number, y: number): Drawing {
  const near = placed(x, y, -1);
  const far = placed(x, y, 1);
  const belt: Point[] = [[0, 228], [20, 229], [40, 227], [57, 222]];
  const hips: Point[] = [[0, 284], [18, 281], [38, 279], [56, 280]];
  const seatSide: Point[] = [[56, 280], [62, 300], [67, 322], [68, 345]];
  const fold: Point[] = [[68, 345], [46, 362], [24, 367], [5, 364]];
  const parts: Part[] = [
    ...limbs(near, "near", true), ...limbs(far, "far", true),
    { region: "背部", ...whole(near, far, (p, b) => [way(p, b, CLAVICLE_TOP), way(p, b, ARM_IN, 0, 3), way(p, b, BACK_SIDE, 0, 3), way(p, b, belt, 3, 0)]) },
    { region: "腰部", ...whole(near, far, (p, b) => [way(p, b, belt), way(p, b, SIDE, 3, 6), way(p, b, hips, 3, 0)]) },
    { region: "臀部", ...whole(near, far, (p, b) => [way(p, b, hips), way(p, b, seatSide), way(p, b, fold), way(p, b, [[5, 364], [4, 352], [3, 340]])]) },
    { region: "肩甲部", half: "near", ...round(near(SCAPULA)) }, { region: "肩甲部", half: "far", ...round(far(SCAPULA)) },
    { region: "肛門部", ...ellipse([x, y + 333], 8, 10) },
    { region: "頸部", ...whole(near, far, (p, b) => [way(p, b, NECK)]) },
    { region: "頭部", ...whole(near, far, (p, b) => [way(p, b, HEAD, 0, 5), way(p, b, [[23, 70], [10, 75], [0, 76]])]) },
  ];
  const lines = [
    ...both(near, far,
      [[28, 466], [38, 469], [46, 465]], [[118, 382], [117, 400]], [[125, 384], [124, 406]], [[131, 384], [131, 405]],
      [[30, 588], [31, 606]], [[95, 240], [90, 246]]),
    open([[x, y + 104], [x, y + 276]]),
    open([[x, y + 290], [x, y + 320]]),
  ];
  return { parts, lines };
}
