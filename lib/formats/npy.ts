import { FormatError, InputError } from "../errors.ts";
import { bytesOf, type Tensor, tensor } from "../tensor.ts";
import { ByteReader } from "./bytes.ts";
import { BYTES_OF, elementCount, elementsOf } from "./elements.ts";
import { parseNpyHeader } from "./npy_header.ts";
import { NUMPY_DTYPES } from "./numpy_dtypes.ts";
import { dense, gather } from "./strided.ts";

const MAGIC = "\x93NUMPY";
/** NumPy's own limit for headers from strangers; that of a 64-dimensional array has under 1,400 bytes. */
const LONGEST_HEADER = 10_000;
/** Data start at a multiple of this many bytes. */
const ALIGNMENT = 64;

/**
 * Reads a .npy file of version 1, 2 or 3, of either byte order, in C or Fortran order, by NumPy's
 * specification (numpy.lib.format). The header is read as data, never evaluated, and nothing is allocated
 * before the declared shape was compared with the bytes at hand.
 *
 * @returns the array in C order; its data are a view of `bytes` where byte order and alignment allow it.
 * @throws {FormatError} when the bytes are anything else, also when some are left over.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeNpy, encodeNpy } from "./npy.ts";
 * const points = { dtype: "int16", shape: [2, 2], data: Int16Array.of(3, 4, 5, 6) } as const;
 * assert.deepEqual(decodeNpy(encodeNpy(points)), points);
 * ```
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  const reader = new ByteReader("npy", bytes, "little");
  const { descr, fortranOrder, shape } = parseNpyHeader(headerOf(reader));
  const [, mark, name = ""] = /^([<>|])([a-z]\d)$/.exec(descr) ?? [];
  const dtype = NUMPY_DTYPES.get(name);
  if (dtype === undefined || (mark === "|" && BYTES_OF[dtype] > 1)) {
    throw new FormatError(
      "npy",
      `Expected elements of type ${[...NUMPY_DTYPES.keys()].join(", ")} but found ${descr.slice(0, 80)}.`,
    );
  }
  const size = elementCount(shape) * BYTES_OF[dtype];
  if (size !== reader.remaining) {
    throw new FormatError(
      "npy",
      `Expected ${size} bytes of data for shape (${shape.join(", ")}) but found ${reader.remaining}.`,
    );
  }
  const held = reader.take(size);
  const inOrder = fortranOrder ? gather(held, BYTES_OF[dtype], dense(shape, true)) : held;
  return tensor(dtype, shape, elementsOf(dtype, inOrder, mark === ">" ? "big" : "little"));
}

/**
 * Writes a tensor as NumPy's `save` does: version 1, little-endian, C order, data aligned to 64 bytes.
 *
 * @throws {InputError} when the shape has over 64 dimensions, which NumPy could not read.
 */
export function encodeNpy({ dtype, shape, data }: Tensor): Uint8Array {
  if (shape.length > 64) throw new InputError(`Expected at most 64 dimensions but found ${shape.length}.`);
  const name = [...NUMPY_DTYPES].find(([, each]) => each === dtype)?.[0];
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const mark = BYTES_OF[dtype] === 1 ? "|" : "<";
  const header = `{'descr': '${mark}${name}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((MAGIC.length + 4 + header.length + 1) / ALIGNMENT) * ALIGNMENT;
  const length = start - MAGIC.length - 4;
  const preamble = MAGIC + "\x01\x00" + String.fromCharCode(length & 0xff, length >> 8) +
    header.padEnd(length - 1) + "\n";
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(Uint8Array.from(preamble, (character) => character.charCodeAt(0)));
  bytes.set(bytesOf(data), start);
  return bytes;
}

/** The header's text; the reader moves on to the data. */
function headerOf(reader: ByteReader): string {
  const magic = reader.take(MAGIC.length);
  if (MAGIC !== String.fromCharCode(...magic)) {
    throw new FormatError("npy", `Expected \\x93NUMPY as the first bytes but found ${[...magic].join(" ")}.`);
  }
  const [major, minor] = [reader.uint8(), reader.uint8()];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError("npy", `Expected version 1.0, 2.0 or 3.0 but found ${major}.${minor}.`);
  }
  const length = major === 1 ? reader.uint16() : reader.uint32();
  if (length > LONGEST_HEADER) {
    throw new FormatError("npy", `Expected a header of at most ${LONGEST_HEADER} bytes but found ${length}.`);
  }
  return new TextDecoder("latin1").decode(reader.take(length));
}
