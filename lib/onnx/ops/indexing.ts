import { apply, type Arg, int64s, op, Symbolic, symbolic } from "../symbolic.ts";

/** Slices of `x` along `axis`, picked by int64 `indices` of any shape, which replaces the axis. */
export const gather = (x: Arg, indices: Arg, axis = 0): Symbolic =>
  op("Gather", [symbolic(x), symbolic(indices, "int64")], { axis: { int: axis } });

/** out[…, i, …] = x[…, indices[…, i, …], …] along `axis`; the indices have the rank of `x`. */
export const gatherElements = (x: Arg, indices: Arg, axis: number): Symbolic =>
  op("GatherElements", [symbolic(x), symbolic(indices, "int64")], { axis: { int: axis } });

/** Sub-tensors of `x` picked by the index tuples along the last axis of `indices`. */
export const gatherND = (x: Arg, indices: Arg): Symbolic =>
  op("GatherND", [symbolic(x), symbolic(indices, "int64")]);

/** `x` with `updates` added at the places that {@linkcode gatherElements} would read. */
export const scatterElementsAdd = (x: Arg, indices: Arg, updates: Arg, axis: number): Symbolic =>
  op("ScatterElements", [symbolic(x), symbolic(indices, "int64"), symbolic(updates)], {
    axis: { int: axis },
    reduction: { string: "add" },
  });

/** `x` with `updates` added at the places that {@linkcode gatherND} would read. */
export const scatterNDAdd = (x: Arg, indices: Arg, updates: Arg): Symbolic =>
  op("ScatterND", [symbolic(x), symbolic(indices, "int64"), symbolic(updates)], {
    reduction: { string: "add" },
  });

/** The k largest elements along an axis (default the last), in falling order, and their int64 indices. */
export function topK(x: Arg, k: number, axis = -1): { values: Symbolic; indices: Symbolic } {
  const [values, indices] = apply("TopK", [symbolic(x), int64s([k])], { axis: { int: axis } });
  return { values: values!, indices: indices! };
}
