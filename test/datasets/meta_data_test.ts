import fc from "fast-check";
import assert from "node:assert/strict";
import { readMetaData } from "../../lib/datasets/meta_data.ts";
import { type Point } from "../../lib/drag/points.ts";
import { FormatError } from "../../lib/errors.ts";
import { float32 } from "../../lib/tensor.ts";
import { fixtureBytes } from "../fixtures.ts";
import { fuzz } from "../formats/mutate.ts";
import { bytes, call, int, raw, text, tuple } from "../formats/pickle_bytes.ts";
import { pickledMetaData } from "./pickled_meta_data.ts";

Deno.test("metadata that Python pickled is read as data", () => {
  const { prompt, points, mask } = readMetaData(fixtureBytes("pickle/meta_data.pkl"));
  assert.equal(prompt, "a photo of a leaf");
  assert.deepEqual(points, [[289, 208], [293, 237]]);
  assert.deepEqual(mask.shape, [4, 6]);
  assert.deepEqual([...mask.data.slice(6, 18)], [0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0]);
});

Deno.test("any prompt, points and mask come back", () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 4000 }));
  const mask = fc.tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
    fc.infiniteStream(fc.boolean()),
  )
    .map(([h, w, values]) =>
      float32([h, w], Array.from({ length: h * w }, () => Number(values.next().value)))
    );
  const prompt = fc.string({ maxLength: 60, unit: "grapheme-composite" })
    .filter((text) => new TextEncoder().encode(text).length < 256);
  fc.assert(fc.property(prompt, fc.array(point), mask, (prompt, points, mask) => {
    assert.deepEqual(readMetaData(pickledMetaData(prompt, points as Point[], mask)), {
      prompt,
      points,
      mask,
    });
  }));
});

/** Metadata with pickled points. */
function pickledWith(points: Uint8Array): Uint8Array {
  const whole = pickledMetaData("p", [], float32([1, 1], [1]));
  const empty = bytes("](e");
  const at = Array.from(whole).findIndex((_, i) => empty.every((byte, j) => whole[i + j] === byte));
  return bytes(whole.slice(0, at), points, whole.slice(at + empty.length));
}

const INT32 = bytes(
  call("numpy.dtype", text("i4"), "\x89", "\x88"),
  tuple(int(3), text("<"), "N", "N", "N", int(-1), int(-1), int(0)),
  "b",
);
const FOUR = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0);

/** A pickled NumPy array. */
const int32Array = (data: Uint8Array, ...shape: number[]): Uint8Array =>
  call("numpy.core.numeric._frombuffer", raw(data), INT32, tuple(...shape.map(int)), text("C"));

Deno.test("points may be an array, or pairs of NumPy's numbers", () => {
  assert.deepEqual(readMetaData(pickledWith(int32Array(FOUR, 2, 2))).points, [[1, 2], [3, 4]]);
  const number = (value: number): Uint8Array =>
    call("numpy.core.multiarray.scalar", INT32, bytes("C", 4, Uint8Array.of(value, 0, 0, 0)));
  const scalars = bytes("](", tuple(number(5), number(6)), "e");
  assert.deepEqual(readMetaData(pickledWith(scalars)).points, [[5, 6]]);
});

Deno.test("points that are no pairs are refused at once, however many an array says it has", () => {
  const refused = (points: Uint8Array, message: RegExp): void => {
    assert.throws(() => readMetaData(pickledWith(points)), { name: "FormatError", message });
  };
  refused(
    int32Array(new Uint8Array(), 1_000_000_000, 0),
    /a list of points but found a tensor \[1000000000, 0\]/,
  );
  refused(int32Array(FOUR, 4), /points \[x, y\] but found number 1/);
  refused(int32Array(FOUR, 1, 4), /a list of points but found a tensor \[1, 4\]/);
  refused(bytes("](", int(1), int(2), "e"), /points \[x, y\] but found number 1/);
});

Deno.test("anything else is refused with a sentence that says what is missing", () => {
  const dict = (...entries: Uint8Array[]): Uint8Array => bytes(0x80, 2, "}(", ...entries, "u.");
  const refused = (file: Uint8Array, message: RegExp): void => {
    assert.throws(() => readMetaData(file), (error: unknown) => {
      assert(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  };
  const prompt = bytes(text("prompt"), text("p"));
  const points = (value: string | Uint8Array): Uint8Array => bytes(text("points"), value);
  refused(
    bytes(0x80, 2, "]."),
    /^meta_data: Expected a dict with prompt, points and mask but found a list of 0\.$/,
  );
  refused(dict(), /^meta_data: Expected a text as prompt but found nothing\.$/);
  refused(dict(prompt), /^meta_data: Expected a list of points but found nothing\.$/);
  refused(
    dict(prompt, points("]")),
    /^meta_data: Expected an array \[H, W\] as mask but found nothing\.$/,
  );
  const one = readMetaData(pickledMetaData("p", [[1, 2]], float32([1, 1], [0])));
  assert.deepEqual(one.points, [[1, 2]]);
  refused(
    pickledMetaData("p", [[1, 2, 3] as unknown as Point], float32([1, 1], [0])),
    /Expected points \[x, y\] but found a list of 3/,
  );
  refused(
    pickledMetaData("p", [[1, 2]], float32([1], [0])),
    /Expected an array \[H, W\] as mask but found a tensor \[1\]/,
  );
});

Deno.test({
  name: "mutated metadata is answered with a value or a FormatError, without any permission",
  permissions: "none",
  fn: () => {
    const samples = [
      pickledMetaData("a leaf", [[1, 2], [3, 4]], float32([2, 3], [0, 1, 0, 1, 1, 0])),
      pickledMetaData("", [], float32([0, 0], [])),
    ];
    const report = fuzz({ samples, parse: (bytes) => void readMetaData(bytes), errorClass: FormatError });
    assert(report.accepted > 0 && report.refused > 0);
  },
});
