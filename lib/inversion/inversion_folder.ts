import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../errors.ts";
import { firstDifference } from "../first_difference.ts";
import { jsonIn } from "../hub/read_json.ts";
import { INVERSION_FILES, STAGES } from "../generators/inversion_files.ts";
import { isFolder } from "../hub/is_folder.ts";
import { writeFile } from "../hub/write_file.ts";
import { type Provider } from "../runtime/protocol.ts";
import { checkSchema } from "../schema.ts";
import { type InversionDistances } from "./invert_photograph.ts";
import { type InversionSettings } from "./settings.ts";

/** The files of an inversion's folder. */
export const FILES = {
  ...INVERSION_FILES,
  aligned: "aligned.png",
  inverted: "inverted.png",
  tuned: "tuned.png",
  neighbour: "neighbour.png",
  losses: "losses.jsonl",
  lossFigure: "loss.svg",
  lossPicture: "loss.png",
  sheet: "sheet.png",
} as const;

const NAMES: readonly string[] = Object.values(FILES);

/** What an inversion is and what it ran on. Inversions of equal provenance are equal, bit by bit. */
export interface InversionProvenance {
  /** `"faces"`, or the path of the model from the folder. */
  readonly model: string;
  /** Name of the photograph's file. */
  readonly photograph: string;
  /** All of them, defaults too. */
  readonly settings: InversionSettings;
  /** What pictures were compared by. */
  readonly perceptual: string;
  /** SHA-256 of the model, of the photograph's file, and of the weights of LPIPS where they were given. */
  readonly sha256: {
    readonly model: string;
    readonly photograph: string;
    readonly lpips?: readonly string[];
  };
  /** Versions of this package, Deno and the libraries that compute. */
  readonly versions: Readonly<Record<string, string>>;
  /** Where it was computed. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 stands for one per physical core. */
  readonly threads: number;
}

/** The content of `inversion.json`. */
export interface InversionRecord extends InversionProvenance {
  /** Those of the provenance, and of `weights.safetensors`. */
  readonly sha256: InversionProvenance["sha256"] & { readonly weights: string };
  /** How far the pictures are from the photograph. */
  readonly distances: Readonly<Record<"start" | "pivot" | "tuned" | "neighbour", InversionDistances>>;
}

const DISTANCES = z.object({ loss: z.number(), pixel: z.number(), perceptual: z.number() });
const RECORD = z.looseObject({
  photograph: z.string(),
  settings: z.looseObject({}),
  distances: z.object({ start: DISTANCES, pivot: DISTANCES, tuned: DISTANCES, neighbour: DISTANCES }),
});

/**
 * The record of a finished inversion.
 *
 * @throws {InputError} when there is none, or it holds something else.
 */
export async function readInversion(folder: string): Promise<InversionRecord> {
  const record = await jsonIn(join(folder, FILES.record), (json) => checkSchema(RECORD, json));
  return record as unknown as InversionRecord;
}

const provenanceIn = (
  { model, photograph, settings, perceptual, sha256, versions, provider, threads }: InversionProvenance,
): unknown => {
  const { weights: _, ...hashes } = { weights: "", ...sha256 };
  const compared = { model, photograph, settings, perceptual, sha256: hashes, versions, provider, threads };
  return JSON.parse(JSON.stringify(compared));
};

/** Names in a folder; none where there is none. */
const namesIn = async (folder: string): Promise<string[]> =>
  await isFolder(folder) ? [...Deno.readDirSync(folder)].map(({ name }) => name) : [];

/** Paths of what a folder holds of an inversion, and of what killed runs left half-written of it. */
export async function heldOfInversion(folder: string): Promise<string[]> {
  const isStray = (name: string): boolean =>
    name.endsWith(".part") && NAMES.some((own) => name.startsWith(`${own}.`));
  const names = await namesIn(folder);
  return names.filter((name) => isStray(name) || NAMES.includes(name) || name === STAGES)
    .map((name) => join(folder, name));
}

/** Removes what a folder holds of any inversion. */
export async function clearInversion(folder: string): Promise<void> {
  for (const path of await heldOfInversion(folder)) await Deno.remove(path, { recursive: true });
}

/** Checks that a finished inversion is the one that is asked for. */
async function checkSame(folder: string, asked: InversionProvenance): Promise<void> {
  const difference = firstDifference(provenanceIn(await readInversion(folder)), provenanceIn(asked));
  if (difference === undefined) return;
  throw new InputError(
    `Expected ${folder} to be free or to hold this inversion but found one with another ${difference}; ` +
      "choose another folder or add --overwrite.",
  );
}

/**
 * Whether a folder holds an inversion already.
 *
 * @throws {InputError} when it holds another one, or files that an inversion would replace.
 */
export async function holdsInversion(folder: string, provenance: InversionProvenance): Promise<boolean> {
  const names = await namesIn(folder);
  if (names.includes(FILES.record)) {
    await checkSame(folder, provenance);
    await Deno.remove(join(folder, STAGES), { recursive: true }).catch(() => {});
    return true;
  }
  const foreign = names.find((name) => NAMES.includes(name));
  if (names.includes(STAGES) || foreign === undefined) return false;
  throw new InputError(
    `Expected ${folder} without ${foreign}, which the inversion would replace; ` +
      "choose another folder or add --overwrite.",
  );
}

/** Writes files into the folder of an inversion, the record last, and removes what was computed on the way. */
export async function finishInversion(
  folder: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  record: InversionRecord,
): Promise<void> {
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  await writeFile(join(folder, FILES.record), `${JSON.stringify(record, undefined, 2)}\n`);
  await Deno.remove(join(folder, STAGES), { recursive: true });
}
