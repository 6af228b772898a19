import { type Point, type PointPair } from "../../lib/drag/points.ts";
import { type DragRecord, type StepLine } from "../../lib/drag/record.ts";
import { type RgbaImage } from "../../lib/formats/image_rgba.ts";

/** Something like a face: a light oval with two eyes and a mouth on blue. */
export function faceLike(width = 32, height = 32): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [(i % width) / width - 0.5, Math.floor(i / width) / height - 0.5];
    const isEye = Math.hypot(Math.abs(x) - 0.15, y + 0.1) < 0.06;
    const isMouth = Math.abs(x) < 0.15 && Math.abs(y - 0.2) < 0.03;
    const isFace = Math.hypot(x / 0.36, y / 0.45) < 1;
    const colour = isEye
      ? [40, 30, 30]
      : isMouth
      ? [170, 60, 60]
      : isFace
      ? [225, 180, 150 + 60 * y]
      : [90, 120, 160];
    data.set([...colour, 255], 4 * i);
  }
  return { width, height, data };
}

/** What a {@linkcode sampleRecord} is like. */
export interface Sample {
  readonly method?: string;
  readonly handles?: number;
  readonly steps?: number;
  /** How much of the way is made. */
  readonly reached?: number;
  readonly tau?: number;
  readonly stopped?: boolean;
}

/** A drag that never was: handles go to their targets in a bow, confidences sink and rise again. */
export function sampleRecord(
  { method = "stabledrag", handles = 2, steps = 9, reached = 1, tau, stopped = false }: Sample = {},
): DragRecord {
  const points = Array.from({ length: handles }, (_, i): PointPair => ({
    handle: [20 - (i % 3), 8 + (5 * i) % 20],
    target: [9 + (i % 4), 10 + (5 * i) % 20],
  }));
  const lines = Array.from({ length: steps }, (_, step): StepLine => {
    const part = steps === 1 ? 0 : reached * step / (steps - 1);
    const walked = points.map(({ handle, target }): Point => [
      handle[0] + part * (target[0] - handle[0]),
      handle[1] + part * (target[1] - handle[1]) + 4 * part * (1 - part),
    ]);
    const confidence = points.map((_, i) => 1 - 1.8 * part * (1 - part) - 0.05 * (i % 5));
    const stops = stopped && step === steps - 1;
    return {
      step,
      handles: walked,
      distances: walked.map((at, i) =>
        Math.hypot(at[0] - points[i]!.target[0], at[1] - points[i]!.target[1])
      ),
      ...(stops ? { stopped: true } : { loss: 1 }),
      confidence,
      supervisedBy: confidence.map((value) => (tau !== undefined && value < tau ? "template" : "current")),
    };
  });
  return { method, size: [32, 32], points, ...(tau === undefined ? {} : { tau }), steps: lines };
}
