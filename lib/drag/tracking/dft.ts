import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";

/** A complex tensor: its real and its imaginary part. */
export type Spectrum = {
  /** Real part. */
  readonly re: Symbolic;
  /** Imaginary part. */
  readonly im: Symbolic;
};

/** The symmetric matrices of cos and sin of 2π u v / k, [k, k]. */
function waves(k: number): { cos: Symbolic; sin: Symbolic } {
  const matrix = (f: (angle: number) => number): Symbolic =>
    constant(float32(
      [k, k],
      Float32Array.from({ length: k * k }, (_, i) =>
        f((2 * Math.PI * (((i % k) * Math.floor(i / k)) % k)) / k)),
    ));
  return { cos: matrix(Math.cos), sin: matrix(Math.sin) };
}

/** cos(a + b) and sin(a + b) sums of x over both axes: what real and imaginary parts are made of. */
function wavesOf(x: Symbolic): { even: Symbolic; odd: Symbolic } {
  const { cos, sin } = waves(x.shape.at(-1)!);
  const [down, downOdd] = [o.matMul(cos, x), o.matMul(sin, x)];
  return {
    even: o.sub(o.matMul(down, cos), o.matMul(downOdd, sin)),
    odd: o.add(o.matMul(downOdd, cos), o.matMul(down, sin)),
  };
}

/** Discrete Fourier transform of real squares over the last two axes, [..., k, k]: products with constant matrices. */
export function dft(x: Symbolic): Spectrum {
  const { even, odd } = wavesOf(x);
  return { re: even, im: o.neg(odd) };
}

/** Real part of the inverse of {@linkcode dft}: all of it for spectra of real squares. */
export function inverseDft({ re, im }: Spectrum): Symbolic {
  const k = re.shape.at(-1)!;
  return o.mul(o.sub(wavesOf(re).even, wavesOf(im).odd), 1 / (k * k));
}

/** ā · b, elementwise. */
export const conjugateProduct = (a: Spectrum, b: Spectrum): Spectrum => ({
  re: o.add(o.mul(a.re, b.re), o.mul(a.im, b.im)),
  im: o.sub(o.mul(a.re, b.im), o.mul(a.im, b.re)),
});
