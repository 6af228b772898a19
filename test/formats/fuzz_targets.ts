import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { decodeImage, encodePng } from "../../lib/formats/image.ts";
import { decodeNpy, encodeNpy } from "../../lib/formats/npy.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { decodeTfjsWeights } from "../../lib/formats/tfjs.ts";
import { readTfjsManifest } from "../../lib/formats/tfjs_manifest.ts";
import { ARRAY_OF, sizeOf, type Tensor } from "../../lib/tensor.ts";
import { exifBody, withApp1 } from "./exif_segment.ts";
import * as jpegSamples from "./jpeg_samples.ts";
import type { FuzzOptions } from "./mutate.ts";
import { PICKLE_TARGETS } from "./pickle_targets.ts";
import { chunk, headerChunk, pngOf, pngOfChunks, resealPng } from "./png_builder.ts";

/** A parser that must answer any bytes with a value or a FormatError. */
export interface FuzzTarget extends Pick<FuzzOptions, "samples" | "parse" | "repair"> {
  readonly name: string;
}

/** Fails unless the tensor holds as many elements of its type as its shape says. */
function assertSound({ dtype, shape, data }: Tensor): void {
  assert.ok(data instanceof ARRAY_OF[dtype], `data of ${dtype}`);
  assert.equal(data.length, sizeOf(shape));
}

const TENSORS: readonly Tensor[] = [
  { dtype: "float32", shape: [2, 3], data: Float32Array.of(1, -2, 0.5, NaN, Infinity, 0) },
  { dtype: "int64", shape: [2], data: BigInt64Array.of(1n, -1n) },
  { dtype: "bool", shape: [], data: Uint8Array.of(1) },
  { dtype: "float16", shape: [3, 0], data: new Uint16Array() },
];

/** Ends the header at its last brace. */
function repairSafetensors(mutant: Uint8Array): Uint8Array {
  const length = mutant.lastIndexOf("}".charCodeAt(0)) + 1 - 8;
  if (length > 0) new DataView(mutant.buffer).setBigUint64(0, BigInt(length), true);
  return mutant;
}

const NAMED_TENSORS = new Map(TENSORS.map((each) => [`${each.dtype}/weight`, each]));

/** A model of two shards of eight bytes and its weights. */
const TFJS_MODEL = JSON.stringify({
  format: "graph-model",
  weightsManifest: [{
    paths: ["a-1of2.bin", "a-2of2.bin"],
    weights: [
      { name: "w", shape: [2, 1], dtype: "float32" },
      { name: "q", shape: [4], dtype: "float32", quantization: { dtype: "uint8", scale: 0.1, min: -1 } },
      { name: "h", shape: [2], dtype: "float32", quantization: { dtype: "float16" } },
    ],
  }],
});

/** Fails unless the picture holds four numbers per pixel. */
function assertWhole(bytes: Uint8Array): void {
  const { width, height, data } = decodeImage(bytes);
  assert.equal(data.length, 4 * width * height);
}

const PALETTE = [chunk("PLTE", [1, 2, 3, 4, 5, 6]), chunk("tRNS", [7])];

/** PNG files whose rows are not compressed yet, so that mutations reach the rows themselves. */
const RAW_PNGS: readonly Uint8Array[] = [
  [
    headerChunk({ width: 2, height: 2 }),
    chunk("IDAT", [1, 2, 3, 4, 5, 6, 7, 8, 9, 4, 2, 3, 4, 5, 6, 7, 8, 9]),
  ],
  [
    headerChunk({ width: 2, height: 2, depth: 2, colorType: 3 }),
    ...PALETTE,
    chunk("IDAT", [0, 0x40, 2, 0x10]),
  ],
  [
    headerChunk({ width: 2, height: 1, depth: 16, colorType: 0, interlace: 1 }),
    chunk("IDAT", [0, 1, 2, 0, 3, 4]),
  ],
].map((chunks) => pngOfChunks(...chunks, chunk("IEND")));

/** Every parser of `lib/formats`, for the tests and for `deno task fuzz`. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  { name: "npy", samples: TENSORS.map(encodeNpy), parse: (bytes) => assertSound(decodeNpy(bytes)) },
  {
    name: "safetensors",
    samples: [
      encodeSafetensors(NAMED_TENSORS, new Map([["format", "pt"]])),
      encodeSafetensors(new Map([...NAMED_TENSORS].slice(0, 1))),
    ],
    parse: (bytes) => decodeSafetensors(bytes).tensors.forEach(assertSound),
    repair: repairSafetensors,
  },
  {
    name: "tfjs",
    samples: [new TextEncoder().encode(TFJS_MODEL)],
    parse: (bytes) =>
      decodeTfjsWeights(readTfjsManifest(bytes), () => new Uint8Array(8)).forEach(assertSound),
  },
  {
    name: "png",
    samples: [
      encodePng({ width: 3, height: 2, data: new Uint8ClampedArray(24).fill(99) }),
      pngOf({ width: 3, height: 1, depth: 1, colorType: 3 }, [0, 0x40], ...PALETTE),
    ],
    parse: assertWhole,
    repair: resealPng,
  },
  { name: "png rows", samples: [...RAW_PNGS], parse: (bytes) => assertWhole(resealPng(bytes, deflateSync)) },
  {
    name: "jpeg",
    samples: [...Object.values(jpegSamples), withApp1(jpegSamples.PROGRESSIVE_JPEG, exifBody(6))],
    parse: assertWhole,
  },
  ...PICKLE_TARGETS,
];
