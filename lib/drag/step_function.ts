import { stopGradient } from "../onnx/alias.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { valueAndGrad } from "../onnx/transforms.ts";
import { type Generator } from "../generators/generator.ts";
import { maskLoss } from "./mask_loss.ts";
import { type Method } from "./method.ts";
import { type Known, type Learned, type Moved } from "./motion/motion.ts";
import { motionOf } from "./motion/motion_of.ts";
import { type Layout, type MaskLayout } from "./windows/layout.ts";
import { look, type Seen, type WindowPlaces } from "./windows/look.ts";

/** What a drag keeps of the undragged picture. */
export type Prepared = Learned & {
  /** What each part of the mask holds still, [1, C, rows, columns]; none where no mask is given. */
  readonly reference: readonly Symbolic[];
};

/** What a step is told beside the variable. */
export type StepInputs = Prepared & {
  /** The latent before the drag. */
  readonly start: Symbolic;
  /** Handles after the last step, [n, 2]: x and y in pixels. */
  readonly handles: Symbolic;
  /** Targets, [n, 2]: x and y in pixels. */
  readonly targets: Symbolic;
  /** For each part of the mask 1 where it must not change, [f², rows, columns]; none where no mask is given. */
  readonly fixed: readonly Symbolic[];
  /** Where the windows around the handles lie; only where the layout has such. */
  readonly places?: WindowPlaces;
  /** The variable before the drag; only where the method pulls it back there. */
  readonly anchor?: Symbolic;
};

/** What a step answers. */
export type StepOutputs = Moved & {
  /** Motion supervision summed over the handles, and the mask term where a mask is given, []. */
  readonly loss: Symbolic;
};

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
): (start: Symbolic, handles: Symbolic) => Prepared {
  return (start, handles) => {
    const layout = mask ? { mask } : {};
    const { view, parts } = look(generator, start, method.featureBlock, layout, undefined);
    return { ...motionOf(method).prepare(view, handles), reference: parts };
  };
}

/** What is learned again of handles [n, 2], as one function of the variable, the latent before the drag, and them. */
export function relearnFunction(
  generator: Generator,
  method: Method,
): (variable: Symbolic, start: Symbolic, handles: Symbolic) => Known {
  return (variable, start, handles) => {
    const latent = generator.spaces[method.latentSpace]!.latentOf(variable, start);
    const { view } = look(generator, latent, method.featureBlock, {}, undefined);
    return motionOf(method).relearning?.learn(view, handles) ?? {};
  };
}

/** mean |F − F⁰|, or Σ |F − F⁰|, of what is held still. */
function maskTerm(
  { parts }: Seen,
  { parts: boxes, places }: MaskLayout,
  { reference, fixed }: StepInputs,
): Symbolic {
  const sums = parts.map((map, i) => maskLoss(map, reference[i]!, fixed[i]!, boxes[i]!));
  const count = places === undefined ? 1 : parts[0]!.shape[1]! * places;
  return o.mul(sums.reduce((a, b) => o.add(a, b)), 1 / count);
}

/**
 * 1 where a latent differs from that before the drag, else 0. Before the first update the denoised latent has not
 * changed, whatever rounding says: each of its signs would count as much as one of a true change.
 */
const isChanged = (latent: Symbolic, start: Symbolic): Symbolic =>
  o.cast(o.greater(o.reduceMax(o.abs(o.sub(stopGradient(latent), start))), 0), "float32");

/** What holds the drag back: the mask term, and the pull of the variable towards its start. */
function restraints(
  seen: Seen,
  method: Method,
  mask: MaskLayout | undefined,
  { variable, latent }: { readonly variable: Symbolic; readonly latent: Symbolic },
  inputs: StepInputs,
): Symbolic[] {
  const held = mask && o.mul(maskTerm(seen, mask, inputs), method.lambdaMask);
  return [
    ...(held ? [mask.of === "denoised" ? o.mul(held, isChanged(latent, inputs.start)) : held] : []),
    ...(inputs.anchor
      ? [o.mul(o.reduceMean(o.abs(o.sub(variable, inputs.anchor))), method.lambdaLatent)]
      : []),
  ];
}

/**
 * One drag step as one function: features → motion (track, confidence, supervise) → loss, and the gradient of the
 * loss with respect to the optimised variable. All read the same features, computed only where the layout says.
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
    const moved = motionOf(method).move({ ...inputs, view: seen.view });
    const restrained = restraints(seen, method, layout.mask, { variable, latent }, inputs);
    const loss = restrained.reduce((a, b) => o.add(a, b), o.reduceSum(moved.losses));
    return { loss, ...moved };
  });
}
