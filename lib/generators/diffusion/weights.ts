import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { readTensors } from "../../hub/read_tensors.ts";
import { checkSchema } from "../../schema.ts";
import { type Tensor } from "../../tensor.ts";

/** The tensors of a network and where they come from. */
export interface Weights {
  /** By name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The file that holds them, or the index of the files. */
  readonly file: string;
  /** SHA-256 of each file that was read, by its plain name. */
  readonly hashes: ReadonlyMap<string, string>;
}

const INDEX = z.object({
  weight_map: z.record(z.string(), z.string().regex(/^\w[\w.-]*$/, "Expected a plain file name")),
});

/** Names of the files that may hold a network's weights, the preferred first. */
const candidates = (stem: string, torch: string): string[] => [
  `${stem}.safetensors`,
  `${stem}.safetensors.index.json`,
  `${stem}.fp16.safetensors`,
  `${stem}.safetensors.index.fp16.json`,
  `${stem}.fp16.safetensors.index.json`,
  `${torch}.bin`,
  `${torch}.fp16.bin`,
];

/** Reads the files that an index names, each once, and takes what it says is in them. */
async function readShards(folder: string, index: string): Promise<Weights> {
  const file = join(folder, index);
  const { weight_map: map } = await jsonIn(file, (json) => checkSchema(INDEX, json));
  const tensors = new Map<string, Tensor>();
  const hashes = new Map<string, string>();
  for (const shard of new Set(Object.values(map))) {
    const read = await readTensors(join(folder, shard));
    hashes.set(shard, read.sha256);
    for (const [name] of Object.entries(map).filter(([, own]) => own === shard)) {
      const value = read.tensors.get(name);
      if (!value) throw new InputError(`${file}: Expected the tensor ${name} in ${shard} but found none.`);
      tensors.set(name, value);
    }
  }
  return { tensors, file, hashes };
}

/**
 * Reads the weights of one network of a diffusers folder: one safetensors file, several with an index, or a torch file,
 * which is read as data (nothing in it is run).
 *
 * @param stem of the file names: "diffusion_pytorch_model", or "model" for text encoders.
 * @param torch the same for torch files (default `stem`).
 * @throws {InputError} when there are none, or they are broken.
 */
export async function readWeights(folder: string, stem: string, torch = stem): Promise<Weights> {
  const present = new Set((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name));
  const found = candidates(stem, torch).find((name) => present.has(name));
  if (!found) {
    throw new InputError(
      `Expected weights in ${folder}, such as ${stem}.safetensors, but found ${
        [...present].sort().join(", ") || "nothing"
      }.`,
    );
  }
  if (found.endsWith(".json")) return await readShards(folder, found);
  const file = join(folder, found);
  const { tensors, sha256 } = await readTensors(file);
  return { tensors, file, hashes: new Map([[found, sha256]]) };
}
