import assert from "node:assert/strict";
import { type Point } from "../../lib/drag/points.ts";
import { draggingAccuracyIndex } from "../../lib/metrics/dragging_accuracy_index.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { fixtureArray, fixtureJson, rows } from "../fixtures.ts";
import { checkParity } from "../parity.ts";

const { points, values } =
  fixtureJson<{ accuracy: { points: [Point, Point][]; values: Record<string, number> } }>(
    "metrics/edit_metrics.json",
  )
    .accuracy;
const PAIRS = points.map(([handle, target]) => ({ handle, target }));
const [BEFORE, AFTER] = [0, 1].map((i) => rows(fixtureArray("faces/image"), i)) as [Tensor, Tensor];

Deno.test("the dragging accuracy index is that of the authors' program, and the paper's once divided less", () => {
  for (const [gamma, value] of Object.entries(values)) {
    const official = draggingAccuracyIndex(BEFORE, AFTER, PAIRS, Number(gamma));
    checkParity(`DAI(${gamma})`, Math.abs(official - value), 1e-7);
    const paper = draggingAccuracyIndex(BEFORE, AFTER, PAIRS, Number(gamma), { convention: "paper" });
    assert(Math.abs(paper - PAIRS.length * official) < 1e-9);
  }
});

Deno.test("places beyond the picture are left out", () => {
  const grey = float32([1, 3, 2, 2], Array(12).fill(0));
  const white = float32([1, 3, 2, 2], Array(12).fill(1));
  const pairs = [{ handle: [0, 0], target: [1, 1] }] as const;
  assert.equal(draggingAccuracyIndex(grey, white, pairs, 20), 0.75);
  assert.equal(draggingAccuracyIndex(grey, grey, pairs, 20), 0);
});

Deno.test("pictures that differ in size, no pairs, and points and radii out of range are refused", () => {
  const picture = zeros([1, 3, 4, 4]);
  const pairs = [{ handle: [0, 0], target: [3, 3] }] as const;
  const refused = (message: RegExp, ...args: Parameters<typeof draggingAccuracyIndex>): void =>
    assert.throws(() => draggingAccuracyIndex(...args), message);
  refused(/Expected two pictures \[1, 3, H, W\]/, picture, zeros([1, 3, 4, 5]), pairs, 1);
  refused(/Expected two pictures/, zeros([3, 4, 4]), zeros([3, 4, 4]), pairs, 1);
  refused(/Expected at least one pair/, picture, picture, [], 1);
  refused(/Expected gamma as a whole number from 0 but found 0\.5/, picture, picture, pairs, 0.5);
  refused(/Expected points inside the picture/, picture, picture, [{ handle: [0, 0], target: [4, 0] }], 1);
});
