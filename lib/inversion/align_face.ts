import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image.ts";
import { type FaceMetrics } from "../metrics/face_metrics.ts";
import { findFaces, type FoundFace } from "../metrics/faces/find_faces.ts";
import { placeInPicture, sampleSquare, type Square } from "../metrics/faces/sample_square.ts";
import { requireLandmarks } from "../metrics/landmarks_of.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type FaceCrop, faceSquare } from "./face_crop.ts";

/** How much larger than the detector's box the square is in which landmarks are looked for, and its pixels. Our choice. */
const [MARGIN, LOOK] = [1.3, 256];

/**
 * The 68 landmarks of a face, in pixels of the picture.
 *
 * @throws {InputError} when there is no face.
 */
async function landmarksIn(
  runtime: Runtime,
  { landmarks }: Pick<FaceMetrics, "landmarks">,
  picture: RgbaImage,
  { centre, size }: FoundFace,
): Promise<Point[]> {
  const square: Square = { centre, across: [MARGIN * Math.max(...size), 0] };
  const look = sampleSquare(picture, square, LOOK);
  await using compiled = await runtime.compile(landmarks, [look], landmarks.title);
  const points = requireLandmarks(await compiled.run(look), "the photograph");
  return points.map((point) => placeInPicture(square, LOOK, point));
}

/**
 * Finds a face in a photograph and the square around it.
 *
 * @param index which face, from the largest, which is 0.
 * @throws {InputError} when there is no such face.
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
  if (face) return faceSquare(await landmarksIn(runtime, metrics, picture, face), crop);
  throw new InputError(
    faces.length === 0
      ? "Expected a face in the photograph but found none; --no-align takes it as it is."
      : `Expected a face from 0 to ${faces.length - 1} of the photograph but found ${index}.`,
  );
}
