import { join } from "node:path";
import { decodeNpy, encodeNpy } from "../../formats/npy.ts";
import { inFile, InputError } from "../../errors.ts";
import { type Generator } from "../../generators/generator.ts";
import { seededZ } from "../../generators/latents.ts";
import { writeFile } from "../../hub/write_file.ts";
import { writing } from "../../hub/writing.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, sizeOf, type Tensor, tensor } from "../../tensor.ts";
import { ifThere } from "../../hub/if_there.ts";

/** Side of the pictures in pixels. */
export const SIDE = 64;
/** Numbers of one picture. */
export const PICTURE = 3 * SIDE * SIDE;
/** Seed of the first picture's z: far from those of drags and experiments. */
const FIRST_SEED = 1_000_000;
/** Pictures in one file, and in one run of the generator. */
const [PIECE, RUN] = [256, 8];

/** Pictures of 64 × 64 pixels as bytes, each the mean of the generator's own pixels. */
const small = (generator: Generator) => (z: Symbolic): Symbolic => {
  const by = generator.size[0] / SIDE;
  const mean = by === 1 ? generator.image(z) : o.averagePool(generator.image(z), [by, by]);
  return o.cast(o.round(o.mul(o.add(o.clip(mean, -1, 1), 1), 127.5)), "uint8");
};

function zOf(first: number, count: number, size: number): Tensor<"float32"> {
  const data = new Float32Array(count * size);
  for (let i = 0; i < count; i++) data.set(seededZ(FIRST_SEED + first + i, size).data, i * size);
  return float32([count, size], data);
}

async function pieceIn(path: string, count: number): Promise<Uint8Array | undefined> {
  const bytes = await ifThere(Deno.readFile(path));
  return bytes && inFile(path, () => {
    const { dtype, shape, data } = decodeNpy(bytes);
    const expected = [count, 3, SIDE, SIDE];
    if (dtype === "uint8" && `${shape}` === `${expected}`) return data as Uint8Array;
    throw new InputError(`Expected pictures uint8 [${expected}] but found ${dtype} [${shape}].`);
  });
}

/** Options of {@linkcode facePictures}. */
export interface FacePicturesOptions {
  /** Where they are computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** Where they are kept, in files of 256. It is made if need be. */
  readonly folder: string;
  /** Time, as `performance.now()` tells it, after which nothing more is computed (default never). */
  readonly until?: number;
  /** Ends it (default: nothing does); the files that are whole are kept. */
  readonly signal?: AbortSignal;
  /** Called with how many there are (default: nobody is told). */
  readonly onProgress?: (done: number) => void;
}

/** Makes some pictures [N, 3, 64, 64]: so many from the first on. */
type Draw = (first: number, count: number) => Promise<Uint8Array>;

/** One file's pictures; nothing where the time is over before. */
async function makePiece(
  draw: Draw,
  first: number,
  count: number,
  { until = Infinity, signal, onProgress }: FacePicturesOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const piece = new Uint8Array(count * PICTURE);
  for (let i = 0; i < count; i += RUN) {
    signal?.throwIfAborted();
    if (performance.now() >= until) return undefined;
    piece.set(await draw(first + i, Math.min(RUN, count - i)), i * PICTURE);
    onProgress?.(first + Math.min(i + RUN, count));
  }
  return piece;
}

/** A generator that is opened and compiled when the first picture is missing. */
function drawing(open: () => Promise<Generator>, runtime: Runtime): Draw {
  let opened: Promise<{ size: number; draw: ReturnType<typeof small> }> | undefined;
  const ready = async (): Promise<{ size: number; draw: ReturnType<typeof small> }> => {
    const generator = await open();
    return { size: sizeOf(generator.latentShape), draw: small(generator) };
  };
  return async (first, count) => {
    const { size, draw } = await (opened ??= ready());
    return (await runtime.run(draw, zOf(first, count, size))).data as Uint8Array;
  };
}

/**
 * Pictures of a generator of faces, uint8 [N, 3, 64, 64]: from the folder, else made there, file by file.
 *
 * @param open gives the generator; called where a picture is missing.
 * @returns nothing where the time is over before all are there.
 * @throws {InputError} when a file is broken.
 */
export async function facePictures(
  open: () => Promise<Generator>,
  count: number,
  options: FacePicturesOptions,
): Promise<Tensor<"uint8"> | undefined> {
  const { runtime, folder } = options;
  const draw = drawing(open, runtime);
  await writing(folder, () => Deno.mkdir(folder, { recursive: true }));
  const all = new Uint8Array(count * PICTURE);
  for (let first = 0; first < count; first += PIECE) {
    const own = Math.min(PIECE, count - first);
    const path = join(folder, `faces-${first}-${own}.npy`);
    const known = await pieceIn(path, own);
    const piece = known ?? await makePiece(draw, first, own, options);
    if (!piece) return undefined;
    if (!known) {
      await writeFile(path, encodeNpy(tensor("uint8", [own, 3, SIDE, SIDE], piece)));
    }
    all.set(piece, first * PICTURE);
    options.onProgress?.(first + own);
  }
  return tensor("uint8", [count, 3, SIDE, SIDE], all);
}

/**
 * The first pictures that {@linkcode facePictures} made, as bytes.
 *
 * @param of how many were made.
 * @throws {InputError} when there are fewer.
 */
export async function readPictures(folder: string, of: number, count: number): Promise<Uint8Array> {
  const all = new Uint8Array(count * PICTURE);
  let found = 0;
  while (found < count) {
    const own = Math.min(PIECE, of - found);
    const path = join(folder, `faces-${found}-${own}.npy`);
    const piece = own > 0 ? await pieceIn(path, own) : undefined;
    if (!piece) throw new InputError(`Expected ${count} pictures in ${folder} but found ${found}.`);
    all.set(piece.subarray(0, (count - found) * PICTURE), found * PICTURE);
    found += own;
  }
  return all;
}

/** A picture [3, 64, 64], mirrored or not, written to a place in a batch. */
export function placePicture(
  from: Uint8Array,
  index: number,
  mirrored: boolean,
  to: Uint8Array,
  at: number,
): void {
  const source = from.subarray(index * PICTURE, (index + 1) * PICTURE);
  if (!mirrored) return to.set(source, at * PICTURE);
  for (let i = 0; i < PICTURE; i++) {
    const x = i % SIDE;
    to[at * PICTURE + i] = source[i - x + SIDE - 1 - x]!;
  }
}
