import { InputError } from "../errors.ts";
import { bytesOf, type Tensor, tensor } from "../tensor.ts";
import { BYTES_OF, elementsOf } from "./elements.ts";
import { bfloat16ToFloat32 } from "./float16.ts";
import { SafetensorsError } from "./safetensors_error.ts";
import {
  parseSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
  STORED_AS,
} from "./safetensors_header.ts";

/** The content of a safetensors file. */
export interface SafetensorsFile {
  /** The tensors by name, in the order of their bytes. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Free text by key. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes of a header at most: the format's own limit. */
export const LONGEST_HEADER = 100_000_000;
/** Bytes before the header, which say how long it is. */
export const LENGTH_BYTES = 8;

const NAME_OF = new Map(
  [...STORED_AS].filter(([name]) => name !== "BF16").map(([name, dtype]) => [dtype, name]),
);

/**
 * Reads a safetensors file and holds it to every rule of the format: the tensors cover the data without gap
 * or overlap, and no key comes twice.
 *
 * @returns tensors whose data are views of `bytes` where alignment allows it; BF16 becomes float32.
 * @throws {SafetensorsError} whose `condition` names the broken rule.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
 * const bias = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
 * const file = decodeSafetensors(encodeSafetensors(new Map([["bias", bias]])));
 * assert.deepEqual(file.tensors.get("bias"), bias);
 * ```
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { entries, metadata, start } = safetensorsLayout(bytes);
  const tensors = new Map<string, Tensor>();
  for (const entry of entries) {
    tensors.set(entry.name, safetensor(entry, bytes.subarray(start + entry.begin, start + entry.end)));
  }
  return { tensors, metadata };
}

/** What a safetensors file holds, and where. */
export interface SafetensorsLayout extends SafetensorsHeader {
  /** The byte from which tensors' bytes are counted. */
  readonly start: number;
}

/**
 * Reads the header of a safetensors file.
 *
 * @param head its first bytes, with the whole header.
 * @param size how many bytes the file has (default: no more than these).
 * @throws {SafetensorsError} whose `condition` names the broken rule.
 */
export function safetensorsLayout(head: Uint8Array, size = head.length): SafetensorsLayout {
  const header = headerOf(head);
  const start = LENGTH_BYTES + header.length;
  const parsed = parseSafetensorsHeader(header);
  checkCover(parsed.entries, size - start);
  return { ...parsed, start };
}

/**
 * Writes a safetensors file as the reference implementation does: tensors of wide elements first, then by name,
 * so that all of them are aligned.
 *
 * @throws {InputError} when a tensor has the name `__metadata__`, which the format keeps for itself.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  if (tensors.has("__metadata__")) throw new InputError("Expected no tensor with the name __metadata__.");
  const sorted = [...tensors].sort(([nameA, a], [nameB, b]) =>
    BYTES_OF[b.dtype] - BYTES_OF[a.dtype] || (nameA < nameB ? -1 : 1)
  );
  const entries: [string, unknown][] = metadata.size > 0
    ? [["__metadata__", Object.fromEntries(metadata)]]
    : [];
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: NAME_OF.get(dtype), shape, data_offsets: [begin, end] }]);
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = Math.ceil((LENGTH_BYTES + json.length) / 8) * 8;
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  bytes.fill(0x20, LENGTH_BYTES, start).set(json, LENGTH_BYTES);
  let position = start;
  for (const [, { data }] of sorted) {
    bytes.set(bytesOf(data), position);
    position += data.byteLength;
  }
  return bytes;
}

/** The bytes of the JSON header. */
function headerOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < LENGTH_BYTES) {
    throw new SafetensorsError(
      "header too small",
      `Expected at least ${LENGTH_BYTES} bytes but found ${bytes.length}.`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) {
    throw new SafetensorsError(
      "header too large",
      `Expected a header of at most ${LONGEST_HEADER} bytes but found ${length}.`,
    );
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length) {
    throw new SafetensorsError(
      "header length",
      `Expected ${end} bytes with the header but found ${bytes.length}.`,
    );
  }
  return bytes.subarray(LENGTH_BYTES, end);
}

/** Holds the entries, in the order of their bytes, to covering `length` bytes once each. */
function checkCover(entries: readonly SafetensorsEntry[], length: number): void {
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position) {
      const condition = begin < position ? "overlap" : "hole";
      const shown = JSON.stringify(name).slice(0, 80);
      throw new SafetensorsError(
        condition,
        `Expected ${shown} to begin at byte ${position} but found ${begin}.`,
      );
    }
    position = end;
  }
  if (position !== length) {
    throw new SafetensorsError("end", `Expected ${position} bytes after the header but found ${length}.`);
  }
}

/** A tensor of a safetensors file, of its bytes alone. */
export function safetensor({ type, stored, shape }: SafetensorsEntry, bytes: Uint8Array): Tensor {
  if (type === "BF16") {
    return tensor("float32", shape, bfloat16ToFloat32(elementsOf("uint16", bytes, "little")));
  }
  return tensor(stored, shape, elementsOf(stored, bytes, "little"));
}
