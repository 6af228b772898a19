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
import { type Layout, type MaskLayout } from "./windows/layout.ts";
import { look, type Seen, type WindowPlaces } from "./windows/look.ts";
import { type FeatureView, lengths, type Window, windowAround, windowFeatures } from "./view.ts";

/** What a drag knows of its handles. */
export type Memory = {
  /** What the tracker knows. */
  readonly tracker: Tree<Symbolic>;
  /** The confidence measure on the picture it prepared on, [n]. */
  readonly firstMeasure: Symbolic;
};

/** What a drag keeps of the undragged picture. */
export type Prepared = {
  /** The patch around each handle, [n, C, k, k]. */
  readonly template: Symbolic;
  /** The features of each part of the mask, [1, C, rows, columns]; none where no mask is given. */
  readonly reference: readonly Symbolic[];
};

/** What a step is told beside the variable. */
export type StepInputs = {
  /** The latent before the drag. */
  readonly start: Symbolic;
  /** Handles after the last tracking, [n, 2]: x and y in pixels. */
  readonly handles: Symbolic;
  /** Targets, [n, 2]: x and y in pixels. */
  readonly targets: Symbolic;
  /** What is known of the handles. */
  readonly memory: Memory;
  /** What was kept of the undragged picture. */
  readonly prepared: Prepared;
  /** For each part of the mask 1 where a pixel must not change, [f², rows, columns]; none where no mask is given. */
  readonly fixed: readonly Symbolic[];
  /** Where the windows around the handles lie; only where the layout has such. */
  readonly places?: WindowPlaces;
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
  /** What is known in the next step; only where the tracker updates it. */
  readonly memory?: Memory;
};

/** The patch around the handles: one pixel wider than r1, since the disc may slide by one. */
const supervisionWindow = (view: FeatureView, method: Method, handles: Symbolic): Window =>
  windowAround(handles, Math.ceil(method.r1) + 1, view.resolution);

function score(
  view: FeatureView,
  method: Method,
  handles: Symbolic,
  known: Tree<Symbolic>,
): Scores & { inside: Symbolic } {
  const search = windowAround(handles, method.r2, view.resolution);
  const context = { view, handles, window: windowFeatures(view, search), inside: search.inside };
  return { ...method.tracker.score(context, known), inside: search.inside };
}

/** What is to be known of handles, from the picture that they lie on. */
function learn(view: FeatureView, method: Method, handles: Symbolic): Memory {
  const tracker = method.tracker.prepare(view, handles);
  const { absolute, inside } = score(view, method, handles, tracker);
  return { tracker, firstMeasure: method.confidence.measure(absolute, inside) };
}

/**
 * Everything a drag keeps of the undragged picture, as one function of the latent (in the generator's full space)
 * and the handles [n, 2].
 *
 * @param mask what the mask term reads; the features of its parts are kept.
 */
export function prepareFunction(
  generator: Generator,
  method: Method,
  mask: MaskLayout | undefined,
): (start: Symbolic, handles: Symbolic) => { memory: Memory; prepared: Prepared } {
  return (start, handles) => {
    const layout = mask ? { mask } : {};
    const { view, parts } = look(generator, start, method.featureBlock, layout, undefined);
    const template = windowFeatures(view, supervisionWindow(view, method, handles));
    return { memory: learn(view, method, handles), prepared: { template, reference: parts } };
  };
}

/** What is to be known of handles [n, 2], as one function of the variable, the latent before the drag, and them. */
export function relearnFunction(
  generator: Generator,
  method: Method,
): (variable: Symbolic, start: Symbolic, handles: Symbolic) => Memory {
  return (variable, start, handles) => {
    const latent = generator.spaces[method.latentSpace]!.latentOf(variable, start);
    return learn(look(generator, latent, method.featureBlock, {}, undefined).view, method, handles);
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

/** mean |F − F⁰| of the picture where it is held still: DragGAN's code. */
function maskTerm(
  { parts, view }: Seen,
  { parts: boxes }: MaskLayout,
  { prepared, fixed }: StepInputs,
): Symbolic {
  const sums = parts.map((map, i) => maskLoss(map, prepared.reference[i]!, fixed[i]!, boxes[i]!));
  const count = view.map.shape[1]! * view.resolution * view.resolution;
  return o.mul(sums.reduce((a, b) => o.add(a, b)), 1 / count);
}

/** What holds the drag back: the mask term, and the pull of the variable towards its start. */
function restraints(
  seen: Seen,
  method: Method,
  mask: MaskLayout | undefined,
  variable: Symbolic,
  inputs: StepInputs,
): Symbolic[] {
  return [
    ...(mask ? [o.mul(maskTerm(seen, mask, inputs), method.lambdaMask)] : []),
    ...(inputs.anchor
      ? [o.mul(o.reduceMean(o.abs(o.sub(variable, inputs.anchor))), method.lambdaLatent)]
      : []),
  ];
}

/**
 * One drag step as one function: features → track → confidence → supervise → loss, and the gradient of the loss
 * with respect to the optimised variable. Tracking and supervision read the same features, computed only where the
 * layout says.
 */
export function stepFunction(
  generator: Generator,
  method: Method,
  layout: Layout,
): (variable: Symbolic, inputs: StepInputs) => { value: StepOutputs; grad: Symbolic } {
  const space = generator.spaces[method.latentSpace]!;
  return valueAndGrad((variable: Symbolic, inputs: StepInputs): StepOutputs => {
    const latent = space.latentOf(variable, inputs.start);
    const seen = look(generator, latent, method.featureBlock, layout, inputs.places);
    const { view } = seen;
    const detached = { ...view, map: stopGradient(view.map) };
    const { tracker, firstMeasure } = inputs.memory;
    const { fused, absolute, inside } = score(detached, method, inputs.handles, tracker);
    const handles = o.add(inputs.handles, o.sub(peakOffset(fused, inside), method.r2));
    const confidence = confidenceBy(method.confidence)(absolute, inside, firstMeasure);
    const motion = supervise(view, method, handles, inputs, confidence);
    const restrained = restraints(seen, method, layout.mask, variable, inputs);
    const loss = restrained.reduce((a, b) => o.add(a, b), motion.loss);
    const known = method.tracker.update?.({ view: detached, handles, confidence }, tracker);
    return {
      loss,
      byTemplate: motion.byTemplate,
      handles,
      scores: fused,
      confidence,
      ...(known ? { memory: { tracker: known, firstMeasure } } : {}),
    };
  });
}
