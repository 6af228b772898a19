import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Coordinates,
  interpolationMatrix,
  resizeAntialiased,
  resizeBilinear,
} from "../../lib/onnx/ops/mod.ts";
import { constant, int64s, link, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { normal, single } from "./cases/case.ts";
import { failureOf } from "./check_case.ts";
import { assertClose, valuesOf } from "./reference.ts";

const MODES: readonly Coordinates[] = ["half-pixel", "align-corners", "asymmetric"];
const length = fc.integer({ min: 1, max: 9 });

/** ONNX's own bilinear resize, which has no gradient. */
function resize(
  x: Symbolic,
  size: readonly [number, number],
  coordinates: Coordinates,
  antialias = false,
): Symbolic {
  const shape = [...x.shape.slice(0, 2), ...size];
  return link("Resize", [x, undefined, undefined, int64s(shape)], [{ dtype: x.dtype, shape }], {
    mode: { string: "linear" },
    coordinate_transformation_mode: { string: coordinates.replace("-", "_") },
    ...(antialias ? { antialias: { int: 1 }, exclude_outside: { int: 1 } } : {}),
  })[0]!;
}

Deno.test("resizeBilinear gives the numbers of ONNX's Resize in all three coordinate modes", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(length, length),
      fc.tuple(length, length),
      fc.constantFrom(...MODES),
      async (from, to, mode) => {
        const x = single(normal([1, 2, ...from]));
        const expected = await valuesOf(runtime, (s) => resize(s!, to, mode), [x]);
        assertClose(await valuesOf(runtime, (s) => resizeBilinear(s!, to, mode), [x]), expected, 1e-5);
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("resizeAntialiased gives the numbers of ONNX's Resize with antialias", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  await fc.assert(
    fc.asyncProperty(fc.tuple(length, length), fc.tuple(length, length), async (from, to) => {
      const x = single(normal([1, 2, ...from]));
      const expected = await valuesOf(runtime, (s) => resize(s!, to, "half-pixel", true), [x]);
      assertClose(await valuesOf(runtime, (s) => resizeAntialiased(s!, to), [x]), expected, 1e-5);
    }),
    { numRuns: 40 },
  );
});

Deno.test("the rows of an interpolation matrix sum to 1, and equal lengths give the identity", () => {
  fc.assert(
    fc.property(length, length, fc.constantFrom(...MODES), (from, to, mode) => {
      const { data } = interpolationMatrix(from, to, mode);
      for (let row = 0; row < to; row++) {
        const weights = data.subarray(row * from, (row + 1) * from);
        assert(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-6);
        assert(weights.every((w) => w >= 0));
        if (from === to) assert.equal(weights[row], 1);
      }
    }),
  );
});

Deno.test("resizeBilinear is differentiable, and leaves a map of the same size alone", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const args = [single(normal([1, 2, 3, 4]))];
  for (const mode of MODES) {
    const f = (x: Symbolic): Symbolic => resizeBilinear(x, [5, 2], mode);
    assert.equal(await failureOf(runtime, { operator: "", name: mode, f, args }), undefined);
  }
  const x = constant(args[0]!);
  assert.equal(resizeBilinear(x, [3, 4]), x);
});
