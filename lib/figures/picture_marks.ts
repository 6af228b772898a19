import { arrow, dot, line } from "@observablehq/plot";
import { distance, type Point, type PointPair } from "../drag/points.ts";
import { type Mark } from "./document.ts";

/** A line through points of the picture. */
export interface PathMark {
  /** At least one. */
  readonly points: readonly Point[];
  /** Any SVG colour. */
  readonly colour: string;
  /** Colour of its rim: light around a dark line, dark around a light one. */
  readonly casing: "black" | "white";
  /** How much wider than usual, so that it shows beneath another. Default: 1. */
  readonly scale?: number;
}

/** A point of the picture: a disc, or a ring around it. */
export interface PointMark {
  /** Where. */
  readonly point: Point;
  /** Any SVG colour. */
  readonly colour: string;
  /** A ring leaves room for a disc. */
  readonly shape: "disc" | "ring";
  /** How much larger than usual, so that it shows around another. Default: 1. */
  readonly scale?: number;
}

/** What is drawn over a picture, in this order; coordinates are pixels of the picture, centres at integers. */
export interface PictureMarks {
  /** From handle to target; too short ones are left out. */
  readonly arrows?: readonly PointPair[];
  /** Lines. */
  readonly paths?: readonly PathMark[];
  /** Discs and rings. */
  readonly points?: readonly PointMark[];
}

/** So many marks are drawn smaller. */
const MANY = 40;

/**
 * Marks as Plot draws them, each with a casing, so that it shows on any picture; `size` is that of the drawn picture
 * in pixels, `scale` how many of them a pixel of the picture takes.
 */
export function drawMarks(
  { arrows = [], paths = [], points = [] }: PictureMarks,
  size: number,
  scale: number,
): Mark[] {
  const radius = Math.min(5.5, Math.max(3, size / 110)) * (points.length > MANY ? 0.7 : 1);
  const isLong = ({ handle, target }: PointPair): boolean => distance(handle, target) * scale > 5 * radius;
  return [
    ...drawArrows(arrows.filter(isLong), radius),
    ...paths.map((path) => drawPath(path, path.casing, 0.9 * radius * (path.scale ?? 1), 0.7)),
    ...paths.map((path) => drawPath(path, path.colour, 0.45 * radius * (path.scale ?? 1), 1)),
    ...points.flatMap((point) => drawPoint(point, radius, point.scale ?? 1)),
  ];
}

/** White with a dark casing, from the rim of a disc to that of a ring. */
function drawArrows(arrows: readonly PointPair[], radius: number): Mark[] {
  const draw = (stroke: string, width: number, opacity: number): Mark =>
    arrow(arrows, {
      x1: ({ handle }: PointPair): number => handle[0],
      y1: ({ handle }: PointPair): number => handle[1],
      x2: ({ target }: PointPair): number => target[0],
      y2: ({ target }: PointPair): number => target[1],
      insetStart: 1.3 * radius,
      insetEnd: 2.2 * radius,
      // Plot draws heads in proportion to the width.
      headLength: (3 * radius) / width,
      stroke,
      strokeWidth: width,
      strokeOpacity: opacity,
    });
  return [draw("black", 0.8 * radius, 0.7), draw("white", 0.4 * radius, 1)];
}

const drawPath = ({ points }: PathMark, stroke: string, width: number, opacity: number): Mark =>
  line(points, { stroke, strokeWidth: width, strokeOpacity: opacity, z: null });

function drawPoint({ point, colour, shape }: PointMark, radius: number, scale: number): Mark[] {
  if (shape === "disc") {
    return [dot([point], { r: scale * radius, fill: colour, stroke: "white", strokeWidth: 0.22 * radius })];
  }
  const ring = { r: 1.6 * scale * radius, fill: "none" };
  return [
    dot([point], { ...ring, stroke: "white", strokeWidth: 0.9 * radius }),
    dot([point], { ...ring, stroke: colour, strokeWidth: 0.5 * radius }),
  ];
}
