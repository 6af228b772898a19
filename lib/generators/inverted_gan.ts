import { join, resolve } from "node:path";
import { z } from "zod";
import { inFile, InputError } from "../errors.ts";
import { jsonIn } from "../hub/read_json.ts";
import { readTensors } from "../hub/read_tensors.ts";
import { sha256OfText } from "../hub/sha256.ts";
import { checkSchema } from "../schema.ts";
import { type Tensor } from "../tensor.ts";
import { DEFAULT_MODEL } from "./family.ts";
import { type Gan } from "./gan.ts";
import { INVERSION_FILES as FILES } from "./inversion_files.ts";

/** What an inversion's record says of the generator. */
const RECORD = z.object({
  model: z.string(),
  sha256: z.object({ model: z.string(), weights: z.string() }),
});

/** Opens the generator that an inversion began with; `opening` are the folders that are being opened, by their real paths. */
export type OpenGan = (model: string, opening: ReadonlySet<string>) => Promise<Gan>;

function checkHash(file: string, what: string, asked: string, found: string): void {
  if (asked === found) return;
  throw new InputError(`${file}: Expected ${what} with SHA-256 ${asked} but found ${found}.`);
}

/**
 * A GAN with other weights of the same names and shapes in place of some of its own.
 *
 * @param sha256 of all weights together.
 * @throws {InputError} when a weight is none of the GAN's.
 */
function withWeights(gan: Gan, changed: ReadonlyMap<string, Tensor>, sha256: string): Gan {
  for (const [name, { shape, dtype }] of changed) {
    const own = gan.weights.get(name);
    if (own && own.dtype === dtype && `${own.shape}` === `${shape}`) continue;
    throw new InputError(`Expected weights of the model but found ${name} ${dtype} [${shape.join(", ")}].`);
  }
  return { ...gan, weights: new Map([...gan.weights, ...changed]), sha256 };
}

/**
 * Opens the generator of an inverted picture: the one that the inversion began with, with the noise maps and weights that
 * it ended with.
 *
 * @param folder that of the inversion.
 * @param open opens the generator that it began with.
 * @param opening the folders of inversions that begin with this one (default none).
 * @throws {InputError} when a file is missing or broken, the generator is not the one that it was, or it leads back here.
 */
export async function openInvertedGan(
  folder: string,
  open: OpenGan,
  opening: ReadonlySet<string> = new Set(),
): Promise<Gan> {
  const [recordPath, weightsPath] = [join(folder, FILES.record), join(folder, FILES.weights)];
  const { model, sha256: hashes } = await jsonIn(recordPath, (json) => checkSchema(RECORD, json));
  const place = await Deno.realPath(folder);
  if (opening.has(place)) {
    throw new InputError(
      `${recordPath}: Expected a model that the inversion began with but found "${model}", which leads back to itself.`,
    );
  }
  const source = model === DEFAULT_MODEL ? model : resolve(folder, model);
  const gan = await open(source, new Set([...opening, place]));
  checkHash(recordPath, "a model", hashes.model, gan.sha256);
  const changed = await readTensors(weightsPath);
  checkHash(weightsPath, "weights", hashes.weights, changed.sha256);
  const sha256 = await sha256OfText(`${gan.sha256}\n${changed.sha256}`);
  const inverted = inFile(weightsPath, () => withWeights(gan, changed.tensors, sha256));
  return { ...inverted, inversions: [folder, ...gan.inversions ?? []] };
}
