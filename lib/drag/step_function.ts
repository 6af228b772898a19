import { stopGradient } from "../onnx/alias.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { valueAndGrad } from "../onnx/transforms.ts";
import { type Tree } from "../onnx/tree.ts";
import { type Generator } from "../generators/generator.ts";
import { confidenceBy } from "./confidence/confidence.ts";
import { peakOffset } from "./confidence/peak.ts";
import { disc } from "./disc.ts";
import { maskLoss } from "./mask_loss.ts";
import { type Method } from "./method.ts";
import { type Scores } from "./tracking/tracker.ts";
import { type FeatureView, lengths, type Window, windowAround, windowFeatures } from "./view.ts";

/** What a drag keeps of the undragged picture. */
export type Prepared = {
  /** What the tracker learned. */
  readonly tracker: Tree<Symbolic>;
  /** The patch around each handle, [n, C, k, k]. */
  readonly template: Symbolic;
  /** The confidence measure on the undragged picture, [n]. */
  readonly firstMeasure: Symbolic;
  /** The whole map, [1, C, h, w]; only where a mask is given. */
  readonly reference?: Symbolic;
};

/** What a step is told beside the variable. */
export type StepInputs = {
  /** The latent before the drag. */
  readonly start: Symbolic;
  /** Handles after the last tracking, [n, 2]: x and y in pixels. */
  readonly handles: Symbolic;
  /** Targets, [n, 2]: x and y in pixels. */
  readonly targets: Symbolic;
  /** What was kept of the undragged picture. */
  readonly prepared: Prepared;
  /** 1 where the picture must not change, [R, R]; only where a mask is given. */
  readonly fixed?: Symbolic;
  /** The variable before the drag; only where the method pulls it back there. */
  readonly anchor?: Symbolic;
};

/** What a step answers. */
export type StepOutputs = {
  /** Motion supervision summed over the handles, and the mask term where a mask is given, []. */
  readonly loss: Symbolic;
  /** Handles after tracking, [n, 2]. */
  readonly handles: Symbolic;
  /** Score maps of the search windows, [n, k, k]. */
  readonly scores: Symbolic;
  /** Confidence of each handle, [n]. */
  readonly confidence: Symbolic;
  /** 1 where the template feature supervises, [n]. */
  readonly byTemplate: Symbolic;
};

const viewOf = (generator: Generator, method: Method, latent: Symbolic): FeatureView => ({
  map: generator.features(latent, method.featureBlock),
  resolution: generator.resolution,
});

/** The patch around the handles: one pixel wider than r1, since the disc may slide by one. */
const supervisionWindow = (view: FeatureView, method: Method, handles: Symbolic): Window =>
  windowAround(handles, Math.ceil(method.r1) + 1, view.resolution);

function score(
  view: FeatureView,
  method: Method,
  handles: Symbolic,
  prepared: Tree<Symbolic>,
): Scores & { inside: Symbolic } {
  const search = windowAround(handles, method.r2, view.resolution);
  const context = { view, window: windowFeatures(view, search), inside: search.inside };
  return { ...method.tracker.score(context, prepared), inside: search.inside };
}

/**
 * Everything a drag keeps of the undragged picture, as one function of the latent (in the generator's full space)
 * and the handles [n, 2].
 *
 * @param masked whether a mask is given, so that the whole map is kept.
 */
export function prepareFunction(
  generator: Generator,
  method: Method,
  masked: boolean,
): (start: Symbolic, handles: Symbolic) => Prepared {
  return (start, handles) => {
    const view = viewOf(generator, method, start);
    const tracker = method.tracker.prepare(view, handles);
    const { absolute, inside } = score(view, method, handles, tracker);
    return {
      tracker,
      template: windowFeatures(view, supervisionWindow(view, method, handles)),
      firstMeasure: method.confidence.measure(absolute, inside),
      ...(masked ? { reference: view.map } : {}),
    };
  };
}

/** Motion supervision of the tracked handles: its loss, and who supervised each handle. */
function supervise(
  view: FeatureView,
  method: Method,
  handles: Symbolic,
  inputs: StepInputs,
  confidence: Symbolic,
): { loss: Symbolic; byTemplate: Symbolic } {
  const window = supervisionWindow(view, method, handles);
  const toTarget = o.sub(inputs.targets, handles);
  const length = lengths(toTarget);
  const supervised = method.supervision.supervise({
    current: stopGradient(windowFeatures(view, window)),
    template: inputs.prepared.template,
    shifted: windowFeatures(view, window, o.div(toTarget, o.add(length, 1e-7))),
    weights: disc(handles, window, method.r1, view.resolution),
    confidence,
  });
  const active = o.reshape(o.cast(o.greater(length, 1), "float32"), [-1]);
  return { loss: o.reduceSum(o.mul(supervised.losses, active)), byTemplate: supervised.byTemplate };
}

/** What holds the drag back: the mask term, and the pull of the variable towards its start. */
function restraints(view: FeatureView, method: Method, variable: Symbolic, inputs: StepInputs): Symbolic[] {
  const terms: Symbolic[] = [];
  if (inputs.fixed) {
    terms.push(o.mul(maskLoss(view, inputs.prepared.reference!, inputs.fixed), method.lambdaMask));
  }
  if (inputs.anchor) {
    terms.push(o.mul(o.reduceMean(o.abs(o.sub(variable, inputs.anchor))), method.lambdaLatent));
  }
  return terms;
}

/**
 * One drag step as one function: features → track → confidence → supervise → loss, and the gradient of the loss
 * with respect to the optimised variable. Tracking and supervision read the same map.
 */
export function stepFunction(
  generator: Generator,
  method: Method,
): (variable: Symbolic, inputs: StepInputs) => { value: StepOutputs; grad: Symbolic } {
  const space = generator.spaces[method.latentSpace]!;
  return valueAndGrad((variable: Symbolic, inputs: StepInputs): StepOutputs => {
    const view = viewOf(generator, method, space.latentOf(variable, inputs.start));
    const detached = { ...view, map: stopGradient(view.map) };
    const { fused, absolute, inside } = score(detached, method, inputs.handles, inputs.prepared.tracker);
    const handles = o.add(inputs.handles, o.sub(peakOffset(fused, inside), method.r2));
    const confidence = confidenceBy(method.confidence)(absolute, inside, inputs.prepared.firstMeasure);
    const motion = supervise(view, method, handles, inputs, confidence);
    const loss = restraints(view, method, variable, inputs).reduce((a, b) => o.add(a, b), motion.loss);
    return { loss, byTemplate: motion.byTemplate, handles, scores: fused, confidence };
  });
}
