import { after } from "../../onnx/after.ts";
import { backward } from "../../onnx/backward.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { customVjp } from "../../onnx/transforms.ts";
import { isLarge } from "./checkpointed.ts";

/** Which attention of a U-Net it is. */
export interface AttentionLayer {
  /** Its number among all attention modules, self and cross, in the order of computation, from 0. */
  readonly index: number;
  /** Whether its keys and values are the text's. */
  readonly cross: boolean;
}

/**
 * Attention of queries q [N, heads, L, d] to keys and values k, v [N, heads, S, d] → [N, heads, L, d]. Whoever gives a
 * U-Net another one controls what its layers look at.
 */
export type Attend = (q: Symbolic, k: Symbolic, v: Symbolic, layer: AttentionLayer) => Symbolic;

/** Scores [N, heads, rows, S] that are in memory at once, in bytes. Our choice. */
const MOST_BYTES = 64 << 20;

const softmaxOf = (q: Symbolic, k: Symbolic, v: Symbolic): Symbolic =>
  o.matMul(o.softmax(o.matMul(o.mul(q, 1 / Math.sqrt(q.shape[3]!)), o.transposeLast(k))), v);

/** Queries that are taken at once. */
type Slice = readonly [first: number, end: number];

/** Rows of x [N, heads, L, d]. */
const rowsOf = (x: Symbolic, [first, end]: Slice): Symbolic => o.slice(x, 2, first, end);

/**
 * Cotangents of queries, keys and values, slice by slice: each slice's scores are computed again, and not before the
 * cotangents of the slice before it are known, so that those of one slice are in memory at a time.
 */
function slicedPullback(
  slices: readonly Slice[],
  g: Symbolic,
  [q, k, v]: readonly [Symbolic, Symbolic, Symbolic],
): readonly Symbolic[] {
  let known: readonly Symbolic[] = [g];
  const parts = slices.map((rows) => {
    const fresh = [rowsOf(q, rows), k, v].map((x) => after(x, ...known)) as [Symbolic, Symbolic, Symbolic];
    return known = backward([softmaxOf(...fresh)], [rowsOf(g, rows)], fresh) as Symbolic[];
  });
  const [ofQueries, ofKeys, ofValues] = [0, 1, 2].map((i) => parts.map((part) => part[i]!)) as [
    Symbolic[],
    Symbolic[],
    Symbolic[],
  ];
  return [o.concat(ofQueries, 2), ofKeys.reduce(o.add), ofValues.reduce(o.add)];
}

/**
 * softmax(q kᵀ / √d) v, in bounded memory: where the scores are large, the backward pass computes them again, and where
 * they have more than 64 MB, queries are taken a slice at a time.
 *
 * q [N, heads, L, d], k and v [N or 1, heads, S, d] → [N, heads, L, d].
 */
export function attend(q: Symbolic, k: Symbolic, v: Symbolic, mostBytes = MOST_BYTES): Symbolic {
  const [n, heads, length] = q.shape as [number, number, number, number];
  const keys = k.shape[2]!;
  const rows = Math.max(1, Math.floor(mostBytes / (4 * n * heads * keys)));
  if (rows >= length && !isLarge({ shape: [n, heads, length, keys] })) return softmaxOf(q, k, v);
  const slices = Array.from(
    { length: Math.ceil(length / rows) },
    (_, i): Slice => [i * rows, Math.min((i + 1) * rows, length)],
  );
  const sliced = (q: Symbolic, k: Symbolic, v: Symbolic): Symbolic =>
    o.concat(slices.map((slice) => softmaxOf(rowsOf(q, slice), k, v)), 2);
  return customVjp(sliced, (g, args) => slicedPullback(slices, g, args))(q, k, v);
}
