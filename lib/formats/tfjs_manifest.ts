import { z } from "zod";
import { FormatError } from "../errors.ts";
import { inFormat } from "../in_format.ts";
import { parseJson } from "../parse_json.ts";
import { checkSchema } from "../schema.ts";

/** How the numbers of a weight were made smaller. */
export type TfjsQuantization =
  /** value = number · scale + min. */
  | { dtype: "uint8" | "uint16"; scale: number; min: number }
  /** Half-precision numbers. */
  | { dtype: "float16" };

/** What a weight is; its bytes follow those of the one ahead of it. */
export interface TfjsWeight {
  /** Any string, unique in the manifest. */
  name: string;
  /** Size of every dimension, each at most 2^53 - 1. */
  shape: number[];
  /** The element type before quantization. */
  dtype: "float32" | "int32" | "bool" | "uint8";
  /** Absent when the numbers are stored as they are. */
  quantization?: TfjsQuantization | undefined;
}

/** Weights whose bytes are the concatenation of some shards. */
export interface TfjsGroup {
  /** Plain file names of the shards, beside the manifest. */
  paths: string[];
  /** The weights in the order of their bytes. */
  weights: TfjsWeight[];
}

/** Which weights a TensorFlow.js model has and where they are. */
export interface TfjsManifest {
  /** `graph-model`, `layers-model`, or `weights` when there is no model around the list of groups. */
  format: string;
  /** All groups; a weight never straddles two. */
  groups: TfjsGroup[];
}

const quantization = z.discriminatedUnion("dtype", [
  z.object({ dtype: z.enum(["uint8", "uint16"]), scale: z.number(), min: z.number() }),
  z.object({ dtype: z.literal("float16") }),
]);

/** JSON has a -0, shapes have none. */
const size = z.int().nonnegative().refine((n) => !Object.is(n, -0), "Expected a size but found -0");

const weight = z.object({
  name: z.string(),
  shape: z.array(size).max(64),
  dtype: z.enum(["float32", "int32", "bool", "uint8"]),
  quantization: quantization.optional(),
});

const noFileName = ({ input }: { readonly input?: unknown }): string =>
  `Expected a plain file name but found ${JSON.stringify(input)}`;

const group = z.object({
  paths: z.array(z.string().max(255).regex(/^\w[\w.-]*$/, { error: noFileName })),
  weights: z.array(weight),
});

const model = z.object({ format: z.string().default("layers-model"), weightsManifest: z.array(group) });

/**
 * Reads the weight manifest out of a TensorFlow.js `model.json`, or out of a bare
 * `…-weights_manifest.json`. The model's topology is not looked at.
 *
 * Shard paths must be plain file names: no folder, no `..`, no URL.
 *
 * @throws {FormatError} naming the place that is not as it should be.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readTfjsManifest } from "./tfjs_manifest.ts";
 * const json = `{"weightsManifest": [{"paths": ["a.bin"], "weights": []}]}`;
 * const manifest = readTfjsManifest(new TextEncoder().encode(json));
 * assert.deepEqual(manifest, { format: "layers-model", groups: [{ paths: ["a.bin"], weights: [] }] });
 * ```
 */
export function readTfjsManifest(modelJson: Uint8Array): TfjsManifest {
  const { format, weightsManifest: groups } = inFormat("tfjs", () => {
    const json = parseJson(modelJson);
    return checkSchema(model, Array.isArray(json) ? { format: "weights", weightsManifest: json } : json);
  });
  const names = new Set<string>();
  for (const { name } of groups.flatMap(({ weights }) => weights)) {
    if (names.has(name)) throw new FormatError("tfjs", `Expected every weight once but found ${name} twice.`);
    names.add(name);
  }
  return { format, groups };
}
