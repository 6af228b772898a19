import { confidenceBy } from "../../lib/drag/confidence/confidence.ts";
import { CONFIDENCE_SCORES } from "../../lib/drag/confidence/mod.ts";
import { peakOffset } from "../../lib/drag/confidence/peak.ts";
import { disc } from "../../lib/drag/patches/disc.ts";
import { maskLoss } from "../../lib/drag/mask_loss.ts";
import { confidentSupervision } from "../../lib/drag/supervision/confident_supervision.ts";
import { motionSupervision } from "../../lib/drag/supervision/motion_supervision.ts";
import { featureDifference, featureDistance } from "../../lib/drag/tracking/feature_difference.ts";
import { filterResponse } from "../../lib/drag/tracking/filter_response.ts";
import { fuseScores } from "../../lib/drag/tracking/fuse_scores.ts";
import {
  FILTER_SOLVERS,
  type FilterSolverName,
  learnFilterBy,
} from "../../lib/drag/tracking/learn_filter.ts";
import { normalizedFeatures, wholeView, windowAround, windowFeatures } from "../../lib/drag/view.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { type Traceable } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { type Case } from "./case.ts";

/** Handles, channels, samples along a side of a window, and pixels along a side of the picture. */
const [N, C, K, R] = [2, 6, 13, 32];

const of = (name: string, f: Traceable, ...args: readonly Tensor[]): Case => ({
  name,
  compute: (runtime) => runtime.runTree(f, args),
});

/** Values, and the gradient of their sum of squares with respect to the first argument. */
const withGradient = (name: string, f: (...xs: Symbolic[]) => Symbolic, ...args: readonly Tensor[]): Case => {
  const slope = grad((x: Symbolic, ...rest: Symbolic[]) => o.reduceSum(o.square(f(x, ...rest))));
  const both = (x: Symbolic, ...rest: Symbolic[]): Symbolic[] => [f(x, ...rest), slope(x, ...rest)];
  return of(name, both, ...args);
};

const patch = (seed: number): Tensor => normalTensor([N, C, K, K], seed);
const template = normalTensor([N, C], 3);
const scores = (seed: number): Tensor => normalTensor([N, K, K], seed);
const inside = float32([N, K, K], Float32Array.from({ length: N * K * K }, (_, i) => (i % K < 10 ? 1 : 0)));
const handles = float32([N, 2], [9, 14, 30, 2]);
const map = normalTensor([1, C, R / 2, R / 2], 9);
const whole = { x: 0, y: 0, width: R / 2, height: R / 2 };

const learners = (Object.keys(FILTER_SOLVERS) as FilterSolverName[]).map((filterSolver) =>
  of(
    `learnFilter, ${filterSolver}`,
    (x: Symbolic, labels: Symbolic, weights: Symbolic, start: Symbolic) =>
      learnFilterBy({ filterSolver, ridge: 1e-3 })(
        o.transposeLast(normalizedFeatures(o.reshape(x, [N, C, K * K]))),
        labels,
        weights,
        start,
      ),
    patch(1),
    float32([N, K * K], normalTensor([N, K * K], 5).data.map(Math.abs)),
    float32([N, K * K], inside.data),
    template,
  )
);

const measures = Object.values(CONFIDENCE_SCORES).map((score) =>
  of(`confidence, ${score.name}`, confidenceBy(score), scores(1), inside, float32([N], [0.7, 1.3]))
);

/** Every component of the methods, alone. */
export const TENSOR_FUNCTIONS: readonly Case[] = [
  withGradient("filterResponse", filterResponse, patch(1), template),
  withGradient("featureDifference", featureDifference, patch(1), template),
  withGradient("featureDistance", featureDistance, patch(1), template),
  of("fuseScores", fuseScores, scores(1), scores(2), inside),
  of("peakOffset", peakOffset, scores(1), inside),
  ...learners,
  ...measures,
  withGradient("motionSupervision", (x, y, w) => motionSupervision(y, x, w), patch(1), patch(2), inside),
  withGradient(
    "confidentSupervision",
    (x, y, z, w, s, tau) => confidentSupervision(y, z, x, w, s, tau),
    patch(1),
    patch(2),
    patch(3),
    inside,
    float32([N], [0.9, 0.1]),
    float32([], [0.5]),
  ),
  withGradient(
    "windowFeatures",
    (m, points, shift) => windowFeatures(wholeView(m, [R, R]), windowAround(points, 6, [R, R]), shift),
    map,
    handles,
    float32([N, 2], [0.6, -0.8, 0.1, 0.2]),
  ),
  of("disc", (points: Symbolic) => disc(points, windowAround(points, 4, [R, R]), 3, [R, R]), handles),
  withGradient(
    "maskLoss",
    (m, reference, fixed) => maskLoss(m, reference, fixed, { cells: whole, features: whole }),
    map,
    zeros(map.shape),
    float32([4, R / 2, R / 2], Float32Array.from({ length: R * R }, (_, i) => (i % (R / 2) < 6 ? 1 : 0))),
  ),
];
