import fc from "fast-check";
import assert from "node:assert/strict";
import { readMetaData } from "../../lib/datasets/meta_data.ts";
import { type Point } from "../../lib/drag/points.ts";
import { FormatError } from "../../lib/errors.ts";
import { float32 } from "../../lib/tensor.ts";
import { fixtureBytes } from "../fixtures.ts";
import { fuzz } from "../formats/mutate.ts";
import { bytes, call, int, text, tuple } from "../formats/pickle_bytes.ts";
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

Deno.test("points may be an array, or pairs of NumPy's numbers", () => {
  const pickled = (points: Uint8Array): Uint8Array => {
    const whole = pickledMetaData("p", [], float32([1, 1], [1]));
    const empty = bytes("](e");
    const at = Array.from(whole).findIndex((_, i) => empty.every((byte, j) => whole[i + j] === byte));
    return bytes(whole.slice(0, at), points, whole.slice(at + empty.length));
  };
  const type = bytes(
    call("numpy.dtype", text("i4"), "\x89", "\x88"),
    tuple(int(3), text("<"), "N", "N", "N", int(-1), int(-1), int(0)),
    "b",
  );
  const four = Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0);
  const shape = tuple(int(2), int(2));
  const array = call(
    "numpy.core.numeric._frombuffer",
    bytes("B", Uint8Array.of(16, 0, 0, 0), four),
    type,
    shape,
    text("C"),
  );
  assert.deepEqual(readMetaData(pickled(array)).points, [[1, 2], [3, 4]]);
  const number = (value: number): Uint8Array =>
    call("numpy.core.multiarray.scalar", type, bytes("C", 4, Uint8Array.of(value, 0, 0, 0)));
  const scalars = bytes("](", tuple(number(5), number(6)), "e");
  assert.deepEqual(readMetaData(pickled(scalars)).points, [[5, 6]]);
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
