import { type Point } from "../../drag/points.ts";
import { type RgbaImage } from "../../formats/image.ts";
import { loadFaceNet } from "../../hub/face_api.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { convertSeparable } from "./convert.ts";
import { DETECTOR_SIZE, detectorNet } from "./detector_net.ts";
import { placeInPicture, sampleSquare, type Square } from "./sample_square.ts";

/** Where a face is. */
export interface FoundFace {
  /** The centre of its box, in pixels of the picture. */
  readonly centre: Point;
  /** Width and height of its box. */
  readonly size: readonly [width: number, height: number];
  /** How sure the detector is, from 0.5 to 1. */
  readonly score: number;
}

/** Scores below this are no face, and faces that share more than this with a surer one are none (face-api). */
const [LEAST_SCORE, MOST_SHARED] = [0.5, 0.4];

const areaOf = ({ size: [width, height] }: FoundFace): number => width * height;

/** The area of both boxes in parts of that of either. */
function shared(a: FoundFace, b: FoundFace): number {
  const along = ([0, 1] as const).map((axis) => {
    const [low, high] = [a, b].map(({ centre, size }) => [
      centre[axis] - size[axis] / 2,
      centre[axis] + size[axis] / 2,
    ]) as [number[], number[]];
    return Math.max(0, Math.min(low[1]!, high[1]!) - Math.max(low[0]!, high[0]!));
  });
  const both = along[0]! * along[1]!;
  return both / (areaOf(a) + areaOf(b) - both);
}

/** Boxes without those that are of the same face as a surer one. */
function distinct(faces: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => shared(face, other) <= MOST_SHARED)) kept.push(face);
  }
  return kept;
}

/**
 * Sides of the squares that the detector looks at, in longer sides of the picture. Measured: it overlooks generated faces
 * that fill the first, and finds them in the second, where black is around the picture. Our choice.
 */
const LOOKS = [1, 2.5];

/** A square around a picture. */
const around = ({ width, height }: RgbaImage, look: number): Square => ({
  centre: [(width - 1) / 2, (height - 1) / 2],
  across: [look * Math.max(width, height), 0],
});

/** What the detector says of a square, as faces in pixels of the picture. */
function facesIn(boxes: Float32Array, square: Square): FoundFace[] {
  const [side] = square.across;
  const found = Array.from({ length: boxes.length / 5 }, (_, i): FoundFace => {
    const [x, y, width, height, score] = boxes.subarray(5 * i, 5 * i + 5);
    const centre: Point = [x! * DETECTOR_SIZE - 0.5, y! * DETECTOR_SIZE - 0.5];
    const size = [width! * side, height! * side] as const;
    return { centre: placeInPicture(square, DETECTOR_SIZE, centre), size, score: score! };
  });
  return found.filter(({ score }) => score > LEAST_SCORE);
}

/**
 * The faces of a picture, the largest first, by the tiny face detector of npm's `@vladmandic/face-api`, whose weights are
 * converted into the cache on first use. Faces of less than a fifteenth of the picture's longer side may be overlooked.
 *
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 */
export async function findFaces(runtime: Runtime, picture: RgbaImage): Promise<FoundFace[]> {
  const weights = await loadFaceNet("detector", convertSeparable);
  const detect = (x: Symbolic): Symbolic => detectorNet(weights, x);
  const types = [{ dtype: "float32", shape: [1, 3, DETECTOR_SIZE, DETECTOR_SIZE] }] as const;
  await using compiled = await runtime.compile(detect, types, "faces");
  const found: FoundFace[] = [];
  for (const look of LOOKS) {
    const square = around(picture, look);
    const boxes = await compiled.run(sampleSquare(picture, square, DETECTOR_SIZE, "black"));
    found.push(...facesIn(boxes.data as Float32Array, square));
  }
  return distinct(found).toSorted((a, b) => areaOf(b) - areaOf(a));
}
