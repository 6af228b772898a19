import { Buffer } from "node:buffer";
import { z } from "zod";
import { drag } from "../../drag/drag.ts";
import { type Method } from "../../drag/method.ts";
import { distance, type Point } from "../../drag/points.ts";
import { type DragRecord, recordWithoutSteps, stepLine } from "../../drag/record.ts";
import { DRAG_RECORD } from "../../drag/record_schema.ts";
import { type DragStep } from "../../drag/state.ts";
import { type BelievedStep } from "../../figures/believed_and_real.ts";
import { pictureOf } from "../../figures/picture.ts";
import { decodeImage, encodePng } from "../../formats/image.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import { type FoundLandmarks } from "../../metrics/faces/find_landmarks.ts";
import { landmarksOf } from "../../metrics/landmarks_of.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { parseJson } from "../../parse_json.ts";
import { checkSchema, type Schema } from "../../schema.ts";
import { type Tensor } from "../../tensor.ts";
import { dragVariables } from "../drag_variables.ts";
import { type Lab } from "../experiment.ts";
import { type Face } from "./face_pairs.ts";
import { type LandmarkDrag } from "./landmark_drags.ts";
import { type Row } from "../run/row.ts";

/** A drag of one landmark as it was saved: all that figures of it are drawn from. */
export interface Trajectory {
  /** What was dragged, and each step. */
  readonly record: DragRecord;
  /** How far from its target the method believes the landmark to be at each step, and how far it is. */
  readonly believed: readonly BelievedStep[];
  /** The picture before the drag. */
  readonly before: RgbaImage;
  /** The picture after it. */
  readonly after: RgbaImage;
}

const encoded = (picture: Tensor): string => Buffer.from(encodePng(pictureOf(picture))).toString("base64");
const decoded = (text: unknown): RgbaImage =>
  decodeImage(new Uint8Array(Buffer.from(String(text), "base64")));

/** What the method believed at each step beside where the landmark was found; null where there was no face. */
function believedSteps(
  steps: readonly DragStep[],
  { index, target }: LandmarkDrag,
  landmarks: readonly (readonly Point[] | undefined)[],
): BelievedStep[] {
  return steps.map(({ step, distances }, i) => {
    const found = landmarks[i]?.[index];
    return { step, believed: distances[0]!, real: found ? distance(found, target) : null };
  });
}

/** Drags one landmark, and looks at the picture of every step. The row can be read again by {@linkcode trajectoryOf}. */
export async function trajectoryRow(
  { model: { generator }, runtime }: Lab,
  { landmarks }: FaceMetrics,
  face: Face,
  landmark: LandmarkDrag,
  method: Method,
  steps: number,
): Promise<Row> {
  const problem = { latent: face.latent, points: [landmark.pair], steps };
  const made = await Array.fromAsync(drag(generator, problem, method, { runtime }));
  const { latentOf } = generator.spaces[method.latentSpace]!;
  const look = (variable: Symbolic, start: Symbolic): { picture: Symbolic; found: FoundLandmarks } => {
    const picture = generator.image(latentOf(variable, start));
    return { picture, found: landmarks(picture) };
  };
  const variables = dragVariables(generator, problem, method, made);
  await using looking = await runtime.compile(look, [variables[0]!, face.latent], "look");
  const seen = [];
  for (const variable of variables) seen.push(await looking.run(variable, face.latent));
  const believed = believedSteps(made, landmark, seen.map(({ found }) => landmarksOf(found)[0]));
  const record: DragRecord = { ...recordWithoutSteps(generator, problem, method), steps: made.map(stepLine) };
  return {
    steps: made.at(-1)!.state.step,
    believed: believed.at(-1)!.believed,
    real: believed.at(-1)!.real,
    record: JSON.stringify(record),
    believed_steps: JSON.stringify(believed),
    before: encoded(seen[0]!.picture),
    after: encoded(seen.at(-1)!.picture),
  };
}

const BELIEVED: Schema<BelievedStep[]> = z.array(
  z.object({ step: z.int(), believed: z.number(), real: z.number().nullable() }),
);

/** The trajectory in a row that {@linkcode trajectoryRow} made. */
export const trajectoryOf = (row: Row): Trajectory => ({
  record: checkSchema(DRAG_RECORD, parseJson(String(row["record"]))),
  believed: checkSchema(BELIEVED, parseJson(String(row["believed_steps"]))),
  before: decoded(row["before"]),
  after: decoded(row["after"]),
});
