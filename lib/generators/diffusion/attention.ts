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

/** Bytes of scores that are in memory at once. Our choice. */
const MOST_BYTES = 64 << 20;
/** Bytes of scores that stay in a processor's cache from one product to the next. Our choice. */
const CACHED_BYTES = 8 << 20;
/** Queries from which on a product of fewer at once is slower, whatever the cache holds. Our choice. */
const FEWEST_ROWS = 128;

/** x / √d for d numbers in each of its vectors. */
const scaled = (x: Symbolic): Symbolic => o.mul(x, 1 / Math.sqrt(x.shape[3]!));

/** Heads, or the queries of some heads, that are taken at once. */
type Slice = readonly [first: number, end: number];

/** A length cut into slices of at most so many. */
const slicesOf = (length: number, most: number): readonly Slice[] =>
  Array.from({ length: Math.ceil(length / most) }, (_, i) => [i * most, Math.min((i + 1) * most, length)]);

/** How the queries of attention are taken: some heads after the others, and of these some rows after the others. */
interface Slices {
  readonly heads: readonly Slice[];
  readonly rows: readonly Slice[];
}

/** Whole heads where their scores stay in the cache, else as many rows of one head as do. */
function sliced(q: Symbolic, k: Symbolic, mostBytes: number): Slices {
  const [n, heads, length] = q.shape as [number, number, number, number];
  const bytes = 4 * n * k.shape[2]!;
  const cached = Math.min(mostBytes, Math.max(CACHED_BYTES, FEWEST_ROWS * bytes));
  const rows = Math.max(1, Math.floor(cached / bytes));
  return {
    heads: slicesOf(heads, Math.max(1, Math.floor(rows / length))),
    rows: slicesOf(length, rows),
  };
}

/** Some heads of each x [N, heads, L, d]. */
const headsOf = <X extends readonly Symbolic[]>(x: X, [first, end]: Slice): X =>
  x.map((each) => o.slice(each, 1, first, end)) as unknown as X;

/** Rows of x [N, heads, L, d]. */
const rowsOf = (x: Symbolic, [first, end]: Slice): Symbolic => o.slice(x, 2, first, end);

/** How much each query looks at each key, [N, heads, L, S]; the keys are transposed. */
const looksOf = (q: Symbolic, keys: Symbolic): Symbolic => o.softmax(o.matMul(scaled(q), keys));

/** softmax(q kᵀ / √d) v for some heads, slice by slice. */
function mixed(rows: readonly Slice[], q: Symbolic, k: Symbolic, v: Symbolic): Symbolic {
  const keys = o.transposeLast(k);
  return o.concat(rows.map((slice) => o.matMul(looksOf(rowsOf(q, slice), keys), v)), 2);
}

/**
 * Cotangents of queries, keys and values of some heads, slice by slice: each slice's scores are computed again, and not
 * before the cotangents of the slice before it are known and added, so that those of one slice are in memory at a time.
 *
 * The cotangent of the scores is P ∘ (g vᵀ − D), where D is Σ g ∘ value for each query (FlashAttention, arXiv 2205.14135,
 * appendix B.2) and is subtracted by the product itself, as one more column: the many numbers of the scores are read once
 * where a softmax's own rule reads them four times. Of two factors the small one is transposed, which is twice as fast.
 */
function pullbackOfHeads(
  rows: readonly Slice[],
  g: Symbolic,
  [q, k, v]: readonly [Symbolic, Symbolic, Symbolic],
  value: Symbolic,
): readonly Symbolic[] {
  const keys = o.transposeLast(k);
  const columns = o.transposeLast(scaled(q));
  const cotangents = o.transposeLast(g);
  const values = o.transposeLast(o.concat([v, o.expand(scalar(1, v.dtype), [...v.shape.slice(0, 3), 1])], 3));
  const joined = o.concat([q, g, o.neg(o.reduceSum(o.mul(g, value), { axes: [3], keep: true }))], 3);
  const widths = [q.shape[3]!, v.shape[3]! + 1];
  const ofQueries: Symbolic[] = [];
  let sums: readonly Symbolic[] = [];
  for (const slice of rows) {
    const own = after(rowsOf(joined, slice), ...sums, ...ofQueries.slice(-1));
    const [query, cotangent] = o.split(own, 3, widths);
    const looks = looksOf(query!, keys);
    const ofScores = o.mul(looks, o.matMul(cotangent!, values));
    ofQueries.push(scaled(o.matMul(ofScores, k)));
    const others = [
      o.matMul(o.slice(columns, 3, ...slice), ofScores),
      o.matMul(o.slice(cotangents, 3, ...slice), looks),
    ];
    sums = others.map((x, i) => (sums[i] ? o.add(sums[i], x) : x));
  }
  return [o.concat(ofQueries, 2), ...sums.map(o.transposeLast)];
}

/** Cotangents of queries, keys and values: those of some heads after those of the heads before. */
function slicedPullback(
  { heads, rows }: Slices,
  g: Symbolic,
  args: readonly [Symbolic, Symbolic, Symbolic],
  value: Symbolic,
): readonly Symbolic[] {
  let before: readonly Symbolic[] = [];
  const parts = heads.map((slice) => {
    const [ownG, ownValue] = headsOf([g, value], slice);
    return before = pullbackOfHeads(rows, after(ownG!, ...before), headsOf(args, slice), ownValue!);
  });
  return args.map((_, i) => o.concat(parts.map((part) => part[i]!), 1));
}

/**
 * softmax(q kᵀ / √d) v, in bounded memory: where the scores are large, the backward pass computes them again, and queries
 * are taken a slice at a time: as many heads, or rows of one head, as have scores that stay in the cache, at least 128 rows,
 * and at most 64 MB in any case.
 *
 * q [N, heads, L, d], k and v [N or 1, heads, S, d] → [N, heads, L, d].
 */
export function attend(q: Symbolic, k: Symbolic, v: Symbolic, mostBytes = MOST_BYTES): Symbolic {
  const [n, heads, length] = q.shape as [number, number, number, number];
  const slices = sliced(q, k, mostBytes);
  const whole = slices.heads.length === 1 && slices.rows.length === 1;
  if (whole && !isLarge({ shape: [n, heads, length, k.shape[2]!] })) return mixed(slices.rows, q, k, v);
  const headByHead = (...args: readonly [Symbolic, Symbolic, Symbolic]): Symbolic =>
    o.concat(slices.heads.map((slice) => mixed(slices.rows, ...headsOf(args, slice))), 1);
  return customVjp(headByHead, (g, args, value) => slicedPullback(slices, g, args, value))(q, k, v);
}
