import { floatOf } from "../attributes.ts";
import * as o from "../ops/mod.ts";
import { constantValue, type Symbolic } from "../symbolic.ts";
import { type GradientRule } from "./rule.ts";

/** Whether a scale is known to change nothing. */
const isOne = (scale: Symbolic): boolean => {
  const { dtype, data } = constantValue(scale) ?? {};
  return dtype === "float32" && (data as Float32Array).every((v) => v === 1);
};

/** The cotangents of (x − mean) / √(variance + ε) · scale + bias over `axes`, scale shaped to broadcast. */
function normalization(
  g: Symbolic,
  x: Symbolic,
  scale: Symbolic | undefined,
  axes: readonly number[],
  epsilon: number,
): Symbolic[] {
  const mean = (v: Symbolic): Symbolic => o.reduceMean(v, { axes, keep: true });
  const centred = o.sub(x, mean(x));
  const inverse = o.reciprocal(o.sqrt(o.add(mean(o.square(centred)), epsilon)));
  const scaled = scale ? o.mul(g, scale) : g;
  const slope = o.mul(o.mul(mean(o.mul(scaled, centred)), inverse), inverse);
  const dx = o.sub(o.sub(scaled, mean(scaled)), o.mul(centred, slope));
  return [o.mul(inverse, dx), o.mul(o.mul(g, centred), inverse)];
}

const instance: GradientRule = ({ g, inputs: [x, scale], attributes }) => {
  const perChannel = [1, scale!.shape[0]!, ...x!.shape.slice(2).map(() => 1)];
  const axes = [...x!.shape.keys()].slice(2);
  const others = [0, ...axes];
  const [dx, dScale] = normalization(
    g,
    x!,
    isOne(scale!) ? undefined : o.reshape(scale!, perChannel),
    axes,
    floatOf(attributes, "epsilon", 1e-5),
  );
  return [dx, o.reduceSum(dScale!, { axes: others }), o.reduceSum(g, { axes: others })];
};

/** Rules of the normalisations. */
export const NORMALIZATION_GRADIENTS: Readonly<Record<string, GradientRule>> = {
  InstanceNormalization: instance,
  LayerNormalization: ({ g, inputs: [x, scale], attributes }) => [
    ...normalization(g, x!, scale!, [-1], floatOf(attributes, "epsilon", 1e-5)),
    g,
  ],
};
