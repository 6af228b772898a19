import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";

/**
 * Differences of features below a millionth, by which the very same features differ where they are computed in another
 * way, count in proportion; all others by their sign. Our choice: without it rounding decides some of the signs.
 */
export const SIGN_GAIN = 1e6;

/** The sign of each number, or of those nearer to 0 than 1 / {@linkcode SIGN_GAIN} their share of it, in [−1, 1]. */
export const steadySign = (x: Symbolic): Symbolic => o.clip(o.mul(x, SIGN_GAIN), -1, 1);
