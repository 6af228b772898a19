import { cast } from "./ops/elementwise.ts";
import { concat, reshape, slice } from "./ops/layout.ts";
import { type Symbolic } from "./symbolic.ts";

/**
 * `x` made to wait for other values, at no cost in numbers: their elements are joined to x's, none of them. What follows from
 * it alone is then not computed before they are, and takes no memory until then.
 */
export function after(x: Symbolic, ...others: readonly Symbolic[]): Symbolic {
  const nothing = others.map((y) => cast(slice(reshape(y, [-1]), 0, 0, 0), x.dtype));
  return reshape(concat([reshape(x, [-1]), ...nothing], 0), x.shape);
}
