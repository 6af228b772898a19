import assert from "node:assert/strict";
import { describe } from "../../lib/formats/pickle/describe.ts";
import {
  PickleDtype,
  PickleGlobal,
  PickleObject,
  PickleStorage,
  PickleTensor,
  type PickleValue,
} from "../../lib/formats/pickle/value.ts";

const DESCRIPTIONS: [PickleValue | undefined, string][] = [
  [undefined, "nothing"],
  [null, "None"],
  [true, "boolean true"],
  [5, "number 5"],
  [2n ** 400n, `bigint ${`${2n ** 400n}`.slice(0, 40)}`],
  ["plain.name", "the string plain.name"],
  ["clears\x1b[2J\n", String.raw`the string "clears\u001b[2J\n"`],
  ["x".repeat(90), `the string "${"x".repeat(80)}…"`],
  [Uint8Array.of(1, 2), "2 bytes"],
  [[1], "a list of 1"],
  [new Map([[1, 2]]), "a dict of 1"],
  [new Set([1]), "a set of 1"],
  [new PickleTensor(), "a tensor [0]"],
  [new PickleStorage("float32", new Uint8Array(0)), "a float32 storage"],
  [new PickleDtype("f4"), "the dtype f4"],
  [new PickleGlobal("os", "system"), "the global os.system"],
  [new PickleObject("Generator", new Map()), "an object of class Generator"],
];

Deno.test("errors describe every kind of value shortly, control characters escaped", () => {
  for (const [value, description] of DESCRIPTIONS) assert.equal(describe(value), description);
});
