import { stopGradient } from "../../onnx/alias.ts";
import { backward } from "../../onnx/backward.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { customVjp } from "../../onnx/transforms.ts";
import { cut, type Place, type WindowMap, windowsOf } from "./window_map.ts";

/**
 * Computes a convolution of x inside of windows, or finds its numbers where they are known already.
 *
 * @param name of the convolution, no other of the generator's having the same.
 * @param place where its outputs lie.
 * @param f the convolution; of all that is differentiated it depends on x only.
 */
export type Convolve = (name: string, place: Place, f: (x: Symbolic) => Symbolic, x: Symbolic) => Symbolic;

/** Computes it. */
export const convolved: Convolve = (
  _name: string,
  _place: Place,
  f: (x: Symbolic) => Symbolic,
  x: Symbolic,
): Symbolic => f(x);

/** Convolutions in windows, and the same again in smaller windows inside of these. */
export interface Remembering {
  /** Computes them, and keeps what they gave. */
  readonly convolve: Convolve;
  /**
   * Takes them from what was kept: nothing is computed but the gradient, which flows through these windows only.
   *
   * @param owners of each smaller window the one that holds it, [n] int64.
   */
  readonly recall: (owners: Symbolic) => Convolve;
}

/** The value of a function that is known, with the gradient of the function. */
const known = (value: Symbolic, f: (x: Symbolic) => Symbolic, x: Symbolic): Symbolic =>
  customVjp(
    (_: Symbolic) => stopGradient(value),
    (g, [own]) => backward([f(own)], [g], [own]),
  )(x);

/** Keeps what convolutions give, as long as a graph is made. */
export function remembering(): Remembering {
  const maps = new Map<string, WindowMap>();
  return {
    convolve: (name, place, f, x) => {
      const map = f(x);
      maps.set(name, { map, place });
      return map;
    },
    recall: (owners) => (name, place, f, x) =>
      known(cut(windowsOf(maps.get(name)!, owners), place).map, f, x),
  };
}
