import { InputError } from "./errors.ts";
import { ARRAY_OF, type DType, sizeOf, type Tensor } from "./tensor.ts";

/** A file as it was when its tensors were listed. */
export interface StoredFile {
  /** Its path, without links. */
  readonly path: string;
  /** Its size in bytes. */
  readonly size: number;
  /** When it was last changed, in milliseconds since 1970; null where the system does not say. */
  readonly modified: number | null;
}

/** Where the elements of a tensor lie: in a file, little-endian, from a byte on. */
export interface Place {
  /** The file. */
  readonly file: StoredFile;
  /** The first byte. */
  readonly offset: number;
}

const PLACE = Symbol("place");

/** A file as it is now. */
export async function storedFile(path: string): Promise<StoredFile> {
  const real = await Deno.realPath(path);
  const { size, mtime } = await Deno.stat(real);
  return { path: real, size, modified: mtime?.getTime() ?? null };
}

/**
 * Checks that a file is what it was.
 *
 * @throws {InputError} when it is gone, or was changed.
 */
export function checkUnchanged({ path, size, modified }: StoredFile): void {
  let found = "nothing there";
  try {
    const now = Deno.statSync(path);
    if (now.size === size && (now.mtime?.getTime() ?? null) === modified) return;
    found = "it changed";
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  throw new InputError(`Expected ${path} as it was when the model was opened but found ${found}.`);
}

/** Reads a whole array from a file. */
function read<D extends DType>(
  dtype: D,
  shape: readonly number[],
  { file, offset }: Place,
): Tensor<D>["data"] {
  checkUnchanged(file);
  const data = new ARRAY_OF[dtype](sizeOf(shape));
  const bytes = new Uint8Array(data.buffer);
  using open = Deno.openSync(file.path);
  open.seekSync(offset, Deno.SeekMode.Start);
  for (let position = 0; position < bytes.length;) {
    const count = open.readSync(bytes.subarray(position));
    if (count === null) {
      throw new InputError(`${file.path}: Expected ${file.size} bytes but found an earlier end.`);
    }
    position += count;
  }
  return data;
}

/**
 * A tensor whose elements stay in their file: sessions map them from there, and whoever looks at `data` reads them anew
 * each time. A copy of the object, such as `{ ...tensor }`, has read them.
 */
export function storedTensor<D extends DType>(dtype: D, shape: readonly number[], place: Place): Tensor<D> {
  const stored = {
    dtype,
    shape,
    get data(): Tensor<D>["data"] {
      return read(dtype, shape, place);
    },
  };
  return Object.defineProperty(stored, PLACE, { value: place });
}

/** Where a tensor's elements are stored; nothing where they are in memory. */
export const placeOf = (tensor: Tensor): Place | undefined => (tensor as { readonly [PLACE]?: Place })[PLACE];

/** The files that the elements of tensors are stored in, each as it was when its tensors were listed. */
export const filesOf = (tensors: readonly Tensor[] = []): ReadonlySet<StoredFile> =>
  new Set(tensors.flatMap((tensor) => placeOf(tensor)?.file ?? []));
