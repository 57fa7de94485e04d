/** The whole body chart: every site that can be met, where it lies, and what surrounds it. */
import { face, foot, hand } from "./close-ups";
import { type Drawing, fromBehind, fromTheFront, type Part } from "./figure";
import { placed, type Point } from "./shape";

/** Two pictures side by side, or one above the other; points are counted through both. */
export const PICTURES: { box: string; views: View["id"][] }[] = [
  { box: "0 0 620 710", views: ["front", "behind"] },
  { box: "625 0 630 720", views: ["hands", "face", "feet"] },
];

export interface Region {
  /** Unlike the site, one of a kind: the right forearm is there from the front and from behind. */
  id: string;
  /** As the program writes it: 右手第2指. */
  site: string;
  d: string;
  at: Point;
}

export interface View {
  id: "front" | "behind" | "face" | "hands" | "feet";
  ja: string;
  regions: Region[];
  lines: string[];
  /** Words beside the drawing. */
  words: { text: string; at: Point }[];
}

/** Hands and feet are shown from one of two sides. */
export type Turned = "palm" | "back";

export function viewsOf(turned: Turned): View[] {
  const palm = turned === "palm";
  // The thumbs need room between the palms, and outside the backs.
  const [right, left] = palm ? [765, 1115] : [810, 1075];
  const hands = [handAt(right, "near", palm), handAt(left, "far", palm)];
  const feet = [footAt(960, "near", palm), footAt(1145, "far", palm)];
  return [
    view("front", "前から", fromTheFront(160, 40), "右", [{ text: "前", at: [160, 24] }, ...sides(45, 275, "右", "左", 130)]),
    view("behind", "後ろから", fromBehind(470, 40), "左", [{ text: "後ろ", at: [470, 24] }, ...sides(355, 585, "左", "右", 130)]),
    view("hands", palm ? "手のひら" : "手の甲", joined(hands), "右", [
      { text: palm ? "右手（ひら）" : "右手（甲）", at: [right, 24] }, { text: palm ? "左手（ひら）" : "左手（甲）", at: [left, 24] },
    ]),
    view("face", "顔", face(745, 462), "右", [{ text: "顔", at: [745, 445] }, ...sides(655, 835, "右", "左", 500)]),
    view("feet", palm ? "足のうら" : "足の甲", joined(feet), "右", [
      { text: palm ? "右足（うら）" : "右足（甲）", at: [960, 416] }, { text: palm ? "左足（うら）" : "左足（甲）", at: [1145, 416] },
    ]),
  ];
}

/** Palms are shown with the thumbs to the middle, the backs with the thumbs outside, as somebody in front sees them. */
function handAt(x: number, half: "near" | "far", palm: boolean): Drawing {
  return hand(placed(x, 228, (half === "near") === palm ? 1 : -1), half, palm);
}

/** Soles have the toes up, as somebody lying shows them; the backs of the feet have the toes down. Great toes inside. */
function footAt(x: number, half: "near" | "far", sole: boolean): Drawing {
  return foot(placed(x, sole ? 556 : 580, half === "near" ? 1 : -1, sole ? 1 : -1), half, sole);
}

function joined(drawings: Drawing[]): Drawing {
  return { parts: drawings.flatMap((d) => d.parts), lines: drawings.flatMap((d) => d.lines) };
}

function sides(left: number, right: number, leftWord: string, rightWord: string, y: number): View["words"] {
  return [{ text: leftWord, at: [left, y] }, { text: rightWord, at: [right, y] }];
}

function view(id: View["id"], ja: string, drawing: Drawing, nearSide: "右" | "左", words: View["words"]): View {
  const farSide = nearSide === "右" ? "左" : "右";
  const siteOf = (part: Part) => (part.half ? (part.half === "near" ? nearSide : farSide) : "") + part.region;
  const regions = drawing.parts.map((part) => ({ id: `${id}-${siteOf(part)}`, site: siteOf(part), d: part.d, at: part.at }));
  return { id, ja, regions, lines: drawing.lines, words };
}
