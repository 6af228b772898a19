import assert from "node:assert/strict";
import fc from "fast-check";
import { ProtobufWriter } from "../../lib/onnx/protobuf.ts";
import { fieldsOf } from "./decode_protobuf.ts";

Deno.test("integers of 64 bits, texts, bytes and messages come back as they were written", () => {
  const field = fc.integer({ min: 1, max: 2 ** 28 - 1 });
  fc.assert(
    fc.property(
      field,
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.string(),
      fc.uint8Array(),
      (n, i, s, b) => {
        const writer = new ProtobufWriter().int(n, i).string(n, s).raw(n, b).message(n, (w) => w.int(n, i));
        const [int, text, raw, inner] = fieldsOf(writer.bytes).get(n)!;
        assert.equal(int, i);
        assert.equal(new TextDecoder().decode(text as Uint8Array), s);
        assert.deepEqual(new Uint8Array(raw as Uint8Array), b);
        assert.deepEqual(fieldsOf(inner as Uint8Array).get(n), [i]);
      },
    ),
  );
});

Deno.test("floats are written in 32 bits, little-endian", () => {
  const [bytes] = fieldsOf(new ProtobufWriter().float(1, 0.2).bytes).get(1)!;
  assert.equal(new DataView((bytes as Uint8Array).slice().buffer).getFloat32(0, true), Math.fround(0.2));
});

Deno.test("the bytes are those of the format's own example", () => {
  assert.deepEqual([...new ProtobufWriter().int(1, 150).bytes], [0x08, 0x96, 0x01]);
  assert.deepEqual([...new ProtobufWriter().string(2, "testing").bytes], [
    0x12,
    7,
    ...new TextEncoder().encode("testing"),
  ]);
});
