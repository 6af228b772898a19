import { byteSize } from "../formats/elements.ts";
import { type Hidden, hideShapes } from "./hide_shapes.ts";
import { type Node, type Symbolic } from "./symbolic.ts";
import { narrowOf, widenPerReader } from "./widen.ts";

/** Bytes of half-precision constants from which on memory is saved; fewer are faster as float32. Our choice. */
const MANY_BYTES = 1 << 26;

/** Bytes of all half-precision constants that nodes widen, each counted once. */
function narrowBytes(nodes: Iterable<Node>): number {
  const constants = new Set([...nodes].flatMap((node) => node.outputs.map(narrowOf)));
  return [...constants].reduce((sum, from) => sum + (from ? byteSize(from) : 0), 0);
}

/**
 * Nodes with their names as they are computed. Where they widen many half-precision constants, these stay half-precision in
 * memory until each of their readers runs, and no memory is held for later; elsewhere nothing is changed, and ONNX Runtime
 * widens them once, in advance.
 *
 * @param kept values that are asked for by others than the nodes.
 * @param many bytes from which on they are many (default 64 MiB).
 */
export const leanNodes = (
  nodes: ReadonlyMap<Node, string>,
  kept: ReadonlySet<Symbolic>,
  many = MANY_BYTES,
): Hidden =>
  narrowBytes(nodes.keys()) < many ? { nodes, shapes: [] } : hideShapes(widenPerReader(nodes, kept));
