import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { type Lab } from "../../../lib/lab/experiment.ts";
import { facePairs } from "../../../lib/lab/faces/face_pairs.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { type TensorFunction, tensorFunction } from "../../../lib/runtime/tensor_function.ts";
import { float32 } from "../../../lib/tensor.ts";
import { type FoundLandmarks } from "../../../lib/metrics/faces/find_landmarks.ts";

/** Pictures that are their seeds' number of blocks of 2²⁰, with a face where that is `least` or more. */
const landmarksFrom = (least: number): TensorFunction<[Symbolic], FoundLandmarks> =>
  tensorFunction("fakeLandmarks", (pictures) => ({
    points: o.expand(o.reshape(pictures, [1, 1, 1]), [1, 68, 2]),
    disagreement: o.where(o.less(pictures, least), 1, 0),
  }));

Deno.test("where a picture shows no face that of another seed takes its place, and each is looked for once", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const asked: number[] = [];
  const lab = {
    model: {
      generator: { image: (latent: Symbolic) => latent },
      latents: (_: unknown, { seed }: { seed: number }) => {
        asked.push(seed);
        return Promise.resolve(float32([1], [Math.floor(seed / 2 ** 20)]));
      },
    },
    runtime,
  } as unknown as Lab;
  const pairOf = facePairs(lab, { landmarks: landmarksFrom(2) });
  const { from, to } = await pairOf(3);
  assert.deepEqual(asked, [6, 6 + 2 ** 20, 6 + 2 ** 21, 7, 7 + 2 ** 20, 7 + 2 ** 21]);
  assert.deepEqual([from.landmarks[67], from.points.shape], [[2, 2], [1, 68, 2]]);
  assert.equal((await pairOf(3)).to, to);
  assert.equal(asked.length, 6);
  await assert.rejects(facePairs(lab, { landmarks: landmarksFrom(9) })(3), (error: unknown) => {
    assert.ok(error instanceof InputError);
    assert.equal(
      error.message,
      "Expected a face in the picture of seed 6, or of one of the 7 that are 2²⁰ further each, but found none.",
    );
    return true;
  });
});
