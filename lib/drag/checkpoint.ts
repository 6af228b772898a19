import { z } from "zod";
import { FormatError } from "../errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { type TensorType } from "../onnx/symbolic.ts";
import { mapTree, type Tree } from "../onnx/tree.ts";
import { type Tensor } from "../tensor.ts";
import { type DragState, type Memory } from "./state.ts";
import { type Provenance } from "./provenance.ts";
import { type StepLine } from "./record.ts";
import { STEP_LINE } from "./record_schema.ts";

/** The optimised variable after `step` updates, for a picture on the way. */
export interface Frame {
  /** Updates made before it. */
  readonly step: number;
  /** A point of the latent space that is optimised. */
  readonly variable: Tensor;
}

/** A drag that is not finished: all that is needed to go on with an identical trajectory. */
export interface Checkpoint {
  /** Which drag it is. */
  readonly provenance: Provenance;
  /** The steps so far. */
  readonly lines: readonly StepLine[];
  /** Seconds of each of them. */
  readonly seconds: readonly number[];
  /** Some of the pictures on the way. */
  readonly frames: readonly Frame[];
  /** Absent before the first update. */
  readonly state?: DragState;
}

/** Pictures on the way that are kept at most. */
const MOST_FRAMES = 24;

/** Adds a frame; where they would become too many, those of every 2nd, 4th, 8th … step stay. */
export function withFrame(frames: readonly Frame[], frame: Frame): Frame[] {
  const stride = 2 ** Math.max(0, Math.ceil(Math.log2(frame.step / MOST_FRAMES)));
  return [...frames, frame].filter(({ step }) => step % stride === 0);
}

/** A checkpoint as a safetensors file. */
export function encodeCheckpoint({ provenance, lines, seconds, frames, state }: Checkpoint): Uint8Array {
  const tensors = new Map<string, Tensor>(frames.map(({ step, variable }) => [`frame.${step}`, variable]));
  if (state) {
    const shape = state.variable.shape;
    tensors.set("variable", state.variable);
    tensors.set("adam.mean", { dtype: "float32", shape, data: state.adam.mean });
    tensors.set("adam.square", { dtype: "float32", shape, data: state.adam.square });
  }
  const memory = state?.memory && mapTree<Tensor, TensorType>(state.memory, (leaf, path) => {
    tensors.set(`memory.${path}`, leaf);
    return { dtype: leaf.dtype, shape: leaf.shape };
  });
  const drag = { provenance, lines, seconds, step: state?.step, updates: state?.adam.count, memory };
  return encodeSafetensors(tensors, new Map([["drag", JSON.stringify(drag)]]));
}

/** Where the tensors of a memory belong. */
type StoredMemory = Readonly<Record<string, Tree<TensorType>>>;

/** What is not a tensor in a checkpoint. */
const STORED = z.object({
  provenance: z.custom<Provenance>((value) => typeof value === "object" && value !== null),
  lines: z.array(STEP_LINE),
  seconds: z.array(z.number()),
  step: z.int().optional(),
  updates: z.int().optional(),
  memory: z.custom<StoredMemory>((tree) => typeof tree === "object" && tree !== null).optional(),
});

function broken(what: string): FormatError {
  return new FormatError("checkpoint", `Expected the state of a drag but found ${what}.`);
}

function storedIn(metadata: ReadonlyMap<string, string>): z.infer<typeof STORED> {
  try {
    return STORED.parse(JSON.parse(metadata.get("drag") ?? ""));
  } catch {
    throw broken("other metadata");
  }
}

/** The tensors that a checkpoint holds of a memory. */
function memoryFrom(tensors: ReadonlyMap<string, Tensor>, memory: StoredMemory): Memory {
  return mapTree<TensorType, Tensor>(memory, (_, path) => {
    const held = tensors.get(`memory.${path}`);
    if (!held) throw broken("a part of it");
    return held;
  }) as Memory;
}

/**
 * Reads what {@linkcode encodeCheckpoint} wrote.
 *
 * @throws {FormatError} when the bytes are anything else.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { provenance, lines, seconds, step = 0, updates = 0, memory } = storedIn(metadata);
  const frames = [...tensors].filter(([name]) => name.startsWith("frame."))
    .map(([name, variable]) => ({ step: Number(name.slice("frame.".length)), variable }))
    .sort((a, b) => a.step - b.step);
  const [variable, mean, square] = ["variable", "adam.mean", "adam.square"].map((name) => tensors.get(name));
  if (!variable) return { provenance, lines, seconds, frames };
  const handles = lines.at(-1)?.handles;
  if (!(mean?.data instanceof Float32Array && square?.data instanceof Float32Array) || !handles) {
    throw broken("a part of it");
  }
  const adam = { count: updates, mean: mean.data, square: square.data };
  const known = memory ? { memory: memoryFrom(tensors, memory) } : {};
  return { provenance, lines, seconds, frames, state: { step, handles, variable, adam, ...known } };
}
