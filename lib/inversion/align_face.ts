import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image.ts";
import { type FaceMetrics } from "../metrics/face_metrics.ts";
import { findFaces, type FoundFace } from "../metrics/faces/find_faces.ts";
import { placeInPicture, sampleSquare, type Square } from "../metrics/faces/sample_square.ts";
import { type FoundLandmarks } from "../metrics/faces/find_landmarks.ts";
import { landmarksOf, requireLandmarks } from "../metrics/landmarks_of.ts";
import { type Concrete, type Runtime } from "../runtime/runtime.ts";
import { type FaceCrop, faceSquare } from "./face_crop.ts";

/** How much larger than the detector's box the square is in which landmarks are looked for, and its pixels. Our choice. */
const [MARGIN, LOOK] = [1.3, 256];

/** What the network finds of a face, in pixels of the square around it that it was shown. */
async function look(
  runtime: Runtime,
  { landmarks }: Pick<FaceMetrics, "landmarks">,
  picture: RgbaImage,
  { centre, size }: FoundFace,
): Promise<{ readonly shown: Square; readonly found: Concrete<FoundLandmarks> }> {
  const shown: Square = { centre, across: [MARGIN * Math.max(...size), 0] };
  const pixels = sampleSquare(picture, shown, LOOK);
  await using compiled = await runtime.compile(landmarks, [pixels], landmarks.title);
  return { shown, found: await compiled.run(pixels) };
}

/** The square around a face, whose 68 landmarks are in pixels of the square that was shown. */
const squareOf = (points: readonly Point[], shown: Square, crop: FaceCrop): Square =>
  faceSquare(points.map((point) => placeInPicture(shown, LOOK, point)), crop);

/**
 * Finds a face in a photograph and the square around it.
 *
 * @param index which face, from the largest, which is 0.
 * @returns nothing where there is no such face, or its landmarks are not found.
 */
export async function findSquare(
  runtime: Runtime,
  metrics: Pick<FaceMetrics, "landmarks">,
  picture: RgbaImage,
  crop: FaceCrop,
  index = 0,
): Promise<Square | undefined> {
  const face = (await findFaces(runtime, picture))[index];
  if (!face) return undefined;
  const { shown, found } = await look(runtime, metrics, picture, face);
  const [points] = landmarksOf(found);
  return points && squareOf(points, shown, crop);
}

/**
 * The square of {@linkcode findSquare}.
 *
 * @throws {InputError} when there is no such face, or its landmarks are not found.
 */
export async function alignedSquare(
  runtime: Runtime,
  metrics: Pick<FaceMetrics, "landmarks">,
  picture: RgbaImage,
  crop: FaceCrop,
  index = 0,
): Promise<Square> {
  const faces = await findFaces(runtime, picture);
  const face = faces[index];
  if (face) {
    const { shown, found } = await look(runtime, metrics, picture, face);
    return squareOf(requireLandmarks(found, "the photograph"), shown, crop);
  }
  throw new InputError(
    faces.length === 0
      ? "Expected a face in the photograph but found none; --no-align takes it as it is."
      : `Expected a face from 0 to ${faces.length - 1} of the photograph but found ${index}.`,
  );
}
