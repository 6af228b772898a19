import { descriptorInput, descriptorNet } from "../../lib/metrics/faces/descriptor_net.ts";
import { convertDescriptor, convertSeparable } from "../../lib/metrics/faces/convert.ts";
import { wholeBox } from "../../lib/metrics/faces/face_box.ts";
import { landmarkInput, landmarkNet } from "../../lib/metrics/faces/landmark_net.ts";
import { openFaceMetrics } from "../../lib/metrics/face_metrics.ts";
import { loadFaceNet } from "../../lib/hub/face_api.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { fixtureArray, fixtureJson, rows } from "../fixtures.ts";
import { checkParity, difference } from "../parity.ts";

const PICTURES = fixtureArray("faces/image");
const N = PICTURES.shape[0]!;

/** The picture's middle of `size` pixels, grey around it where it is smaller. */
function middle(pictures: Symbolic, size: number): Symbolic {
  const [more, less] = [Math.max(size - 128, 0) / 2, Math.max(128 - size, 0) / 2];
  const cut = [2, 3].reduce((x, axis) => o.slice(x, axis, less, 128 - less), o.clip(pictures, -1, 1));
  return o.pad(cut, [0, 0, more, more], [0, 0, more, more]);
}

// face_api.json: what the package's own program (its TensorFlow.js, on pictures that it need not resize) answers.
Deno.test("both face networks answer as the package's own program does", async () => {
  const theirs = fixtureJson<{ landmarks: number[][]; descriptors: number[][] }>("metrics/face_api.json");
  const landmarks = await loadFaceNet("landmarks", convertSeparable);
  const descriptor = await loadFaceNet("descriptor", convertDescriptor);
  await using runtime = await openRuntime({ provider: "cpu" });
  const parts = await runtime.run((p: Symbolic) => {
    const small = middle(p, 112);
    return landmarkNet(landmarks, landmarkInput(small, wholeBox(small)));
  }, PICTURES);
  checkParity(
    "face-api landmarks, parts",
    difference(parts, float32([N, 68, 2], theirs.landmarks.flat())),
    2e-6,
  );
  const described = await runtime.run((p: Symbolic) => {
    const large = middle(p, 150);
    return descriptorNet(descriptor, descriptorInput(large, wholeBox(large))).descriptor;
  }, PICTURES);
  checkParity(
    "face-api descriptor",
    difference(described, float32([N, 128], theirs.descriptors.flat())),
    5e-6,
  );
});

// face_metrics.json: made by fixtures/metrics/make.py.
Deno.test("the measures of faces equal the PyTorch computation from the raw weights", async () => {
  const theirs = fixtureJson<Record<"points" | "disagreement" | "descriptor" | "featureDistance", number[]>>(
    "metrics/face_metrics.json",
  );
  const metrics = await openFaceMetrics();
  await using runtime = await openRuntime({ provider: "cpu" });
  const { points, disagreement } = await runtime.run(metrics.landmarks, PICTURES);
  checkParity(
    "landmarks in three looks, pixels",
    difference(points, float32([N, 68, 2], theirs.points)),
    1e-3,
  );
  checkParity("landmarks' disagreement", difference(disagreement, float32([N], theirs.disagreement)), 1e-5);
  const descriptor = await runtime.run(metrics.descriptor, PICTURES, points);
  checkParity("face descriptor", difference(descriptor, float32([N, 128], theirs.descriptor)), 1e-4);
  const apart = await runtime.run(metrics.featureDistance, rows(PICTURES, 0), rows(PICTURES, 1));
  checkParity("face-feature distance", difference(apart, float32([1], theirs.featureDistance)), 1e-4);
});
