import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../../lib/errors.ts";
import { joinBuffers, splitBuffers } from "../../../lib/notebook/widget/buffers.ts";

const bytes = fc.uint8Array({ maxLength: 4 });
const { state: values } = fc.letrec<{ state: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer(),
    fc.string(),
    fc.constant(null),
    bytes,
    fc.array(tie("value"), { maxLength: 3 }),
    tie("state"),
  ),
  state: fc.dictionary(fc.string({ maxLength: 3 }).filter((name) => name !== "__proto__"), tie("value"), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));

Deno.test("bytes anywhere in a state go through JSON and back", () => {
  fc.assert(fc.property(values, (state) => {
    const { state: json, ...rest } = splitBuffers(state);
    assert.deepEqual(joinBuffers({ state: JSON.parse(JSON.stringify(json)), ...rest }), state);
  }));
});

Deno.test("a typed array is sent as the bytes that it shows, not all of its memory", () => {
  const trace = new Float32Array([1, 2, 3]).subarray(1, 2);
  const { state, paths, buffers } = splitBuffers({ trace });
  assert.deepEqual([state, paths], [{}, [["trace"]]]);
  assert.deepEqual([...buffers[0]!], [0, 0, 0, 64]);
});

Deno.test("paths that lead nowhere are refused", () => {
  const join =
    (path: (string | number)[], state: Record<string, unknown> = { list: [0], name: "x" }) => (): unknown =>
      joinBuffers({ state, paths: [path], buffers: [new Uint8Array(1)] });
  for (const path of [["list", 1], ["name", "x"], ["missing", "x"], ["__proto__"], ["__proto__", "x"], [0]]) {
    assert.throws(join(path), InputError, JSON.stringify(path));
  }
  assert.throws(
    () => joinBuffers({ state: {}, paths: [["mask"]], buffers: [] }),
    /1 buffers of a widget but found 0/,
  );
});
