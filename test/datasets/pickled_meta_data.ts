import { bytes, int, raw, tuple } from "../formats/pickle_bytes.ts";
import { type Point } from "../../lib/drag/points.ts";
import { type Tensor } from "../../lib/tensor.ts";

/** SHORT_BINUNICODE, which protocol 4 has for short texts. */
const short = (text: string): Uint8Array => {
  const utf8 = new TextEncoder().encode(text);
  return bytes(0x8c, utf8.length, utf8);
};

/** STACK_GLOBAL. */
const global = (module: string, name: string): Uint8Array => bytes(short(module), short(name), 0x93);

const list = (items: readonly Uint8Array[]): Uint8Array => bytes("](", ...items, "e");

const [NONE, FALSE, TRUE] = ["N", "\x89", "\x88"];

/** A uint8 array as NumPy 1 pickles it. */
function array({ shape, data }: Tensor<"float32">): Uint8Array {
  const empty = tuple(global("numpy", "ndarray"), tuple(int(0)), raw(bytes("b")));
  const type = bytes(global("numpy", "dtype"), tuple(short("u1"), FALSE, TRUE), "R");
  const order = tuple(int(3), short("|"), NONE, NONE, NONE, int(-1), int(-1), int(0));
  const state = tuple(
    int(1),
    tuple(...shape.map(int)),
    bytes(type, order, "b"),
    FALSE,
    raw(Uint8Array.from(data)),
  );
  return bytes(global("numpy.core.multiarray", "_reconstruct"), empty, "R", state, "b");
}

/** A `meta_data.pkl` as Python writes it with protocol 4, but for frames and memos. */
export const pickledMetaData = (
  prompt: string,
  points: readonly Point[],
  mask: Tensor<"float32">,
): Uint8Array =>
  bytes(
    0x80,
    4,
    "}(",
    ...[short("prompt"), short(prompt)],
    ...[short("points"), list(points.map((point) => list(point.map(int))))],
    ...[short("mask"), array(mask)],
    "u.",
  );
