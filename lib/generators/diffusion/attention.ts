import { after } from "../../onnx/after.ts";
import * as o from "../../onnx/ops/mod.ts";
import { scalar, type Symbolic } from "../../onnx/symbolic.ts";
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
/** Bytes of scores that stay in a processor's cache from one product to the next. Our choice. */
const CACHED_BYTES = 8 << 20;
/** Queries from which on a product of fewer at once is slower, whatever the cache holds. Our choice. */
const FEWEST_ROWS = 256;

/** How many queries are taken at once where each has so many bytes of scores. */
const rowsAtOnce = (bytes: number, mostBytes: number): number =>
  Math.max(
    1,
    Math.min(Math.floor(mostBytes / bytes), Math.max(FEWEST_ROWS, Math.floor(CACHED_BYTES / bytes))),
  );

/** q / √d, whose products with the keys are the scores. */
const scaled = (q: Symbolic): Symbolic => o.mul(q, 1 / Math.sqrt(q.shape[3]!));

/** How much each query looks at each key, [N, heads, L, S]. */
const looksOf = (q: Symbolic, k: Symbolic): Symbolic => o.softmax(o.matMul(scaled(q), o.transposeLast(k)));

const softmaxOf = (q: Symbolic, k: Symbolic, v: Symbolic): Symbolic => o.matMul(looksOf(q, k), v);

/** Numbers of the axis before the last, each row with another at its end. */
const withColumn = (x: Symbolic, column: Symbolic): Symbolic => o.concat([x, column], 3);

/** Queries that are taken at once. */
type Slice = readonly [first: number, end: number];

/** Rows of x [N, heads, L, d]. */
const rowsOf = (x: Symbolic, [first, end]: Slice): Symbolic => o.slice(x, 2, first, end);

/**
 * Cotangents of some queries, and of keys and values as far as these queries look at them; the latter two transposed,
 * [N, heads, d, S].
 */
type SlicePullback = (rows: Slice, query: Symbolic) => readonly [Symbolic, Symbolic, Symbolic];

/**
 * The pullback of attention for slices of its queries. The cotangent of the scores is
 * P ∘ (g vᵀ − D), where D is Σ g ∘ value for each query (FlashAttention, arXiv 2205.14135, appendix B.2) and is subtracted
 * by the product itself, as one more column: the many numbers of the scores are read once where a softmax's own rule reads
 * them four times. Of two factors the small one is transposed, which is twice as fast.
 */
function slicePullback(
  g: Symbolic,
  [q, k, v]: readonly [Symbolic, Symbolic, Symbolic],
  value: Symbolic,
): SlicePullback {
  const cotangents = withColumn(g, o.neg(o.reduceSum(o.mul(g, value), { axes: [3], keep: true })));
  const values = o.transposeLast(withColumn(v, o.expand(scalar(1, v.dtype), [...v.shape.slice(0, 3), 1])));
  const [queries, columns] = [scaled(q), g].map(o.transposeLast) as [Symbolic, Symbolic];
  return (rows, query) => {
    const looks = looksOf(query, k);
    const ofScores = o.mul(looks, o.matMul(after(rowsOf(cotangents, rows), query), values));
    return [
      scaled(o.matMul(ofScores, k)),
      o.matMul(o.slice(queries, 3, ...rows), ofScores),
      o.matMul(o.slice(columns, 3, ...rows), looks),
    ];
  };
}

/**
 * Cotangents of queries, keys and values, slice by slice: each slice's scores are computed again, and not before the
 * cotangents of the slice before it are known and added, so that those of one slice are in memory at a time.
 */
function slicedPullback(
  slices: readonly Slice[],
  g: Symbolic,
  args: readonly [Symbolic, Symbolic, Symbolic],
  value: Symbolic,
): readonly Symbolic[] {
  const pullback = slicePullback(g, args, value);
  const ofQueries: Symbolic[] = [];
  let sums: readonly Symbolic[] = [];
  for (const rows of slices) {
    const query = after(rowsOf(args[0], rows), g, ...sums, ...ofQueries.slice(-1));
    const [ofQuery, ...others] = pullback(rows, query);
    ofQueries.push(ofQuery);
    sums = others.map((x, i) => (sums[i] ? o.add(sums[i], x) : x));
  }
  return [o.concat(ofQueries, 2), ...sums.map(o.transposeLast)];
}

/**
 * softmax(q kᵀ / √d) v, in bounded memory: where the scores are large, the backward pass computes them again, and queries
 * are taken a slice at a time, so that scores stay in the cache where a slice has at least 256 queries, and at most
 * 64 MB in any case.
 *
 * q [N, heads, L, d], k and v [N or 1, heads, S, d] → [N, heads, L, d].
 */
export function attend(q: Symbolic, k: Symbolic, v: Symbolic, mostBytes = MOST_BYTES): Symbolic {
  const [n, heads, length] = q.shape as [number, number, number, number];
  const keys = k.shape[2]!;
  const rows = rowsAtOnce(4 * n * heads * keys, mostBytes);
  if (rows >= length && !isLarge({ shape: [n, heads, length, keys] })) return softmaxOf(q, k, v);
  const slices = Array.from(
    { length: Math.ceil(length / rows) },
    (_, i): Slice => [i * rows, Math.min((i + 1) * rows, length)],
  );
  const sliced = (q: Symbolic, k: Symbolic, v: Symbolic): Symbolic =>
    o.concat(slices.map((slice) => softmaxOf(rowsOf(q, slice), k, v)), 2);
  return customVjp(sliced, (g, args, value) => slicedPullback(slices, g, args, value))(q, k, v);
}
