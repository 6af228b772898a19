import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { checkpoint } from "../../onnx/transforms.ts";

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

/**
 * softmax(q kᵀ / √d) v, in bounded memory: where the scores have more than 64 MB, queries are taken a slice at a time,
 * and the backward pass computes each slice's scores again.
 *
 * q [N, heads, L, d], k and v [N or 1, heads, S, d] → [N, heads, L, d].
 */
export function attend(q: Symbolic, k: Symbolic, v: Symbolic, mostBytes = MOST_BYTES): Symbolic {
  const [n, heads, length] = q.shape as [number, number, number, number];
  const rows = Math.max(1, Math.floor(mostBytes / (4 * n * heads * k.shape[2]!)));
  if (rows >= length) return softmaxOf(q, k, v);
  const slice = checkpoint(softmaxOf);
  const starts = Array.from({ length: Math.ceil(length / rows) }, (_, i) => i * rows);
  return o.concat(
    starts.map((start) => slice(o.slice(q, 2, start, Math.min(start + rows, length)), k, v)),
    2,
  );
}
