import assert from "node:assert/strict";
import { type PointPair } from "../../lib/drag/points.ts";
import { editAverages } from "../../lib/metrics/edit_averages.ts";
import { type MatchingFeatures } from "../../lib/metrics/matching/matching_features.ts";
import {
  type EditMeasures,
  type EditNumbers,
  type MeasuredSample,
  measureEdits,
  NO_EDIT,
} from "../../lib/metrics/measure_edits.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { tensorFunction } from "../../lib/runtime/tensor_function.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { rightMask } from "../datasets/write_dataset.ts";
import { normalTensor } from "../normal_tensor.ts";

const [HEIGHT, WIDTH] = [20, 30];
const PAIRS: PointPair[] = [{ handle: [8, 5], target: [12, 8] }, { handle: [20, 12], target: [24, 15] }];
const PICTURE = float32([1, 3, HEIGHT, WIDTH], normalTensor([1, 3, HEIGHT, WIDTH], 1, 0.3).data);

/** A picture whose content is moved by whole pixels, with its first ones coming in again at the other side. */
const moved = ({ shape, data }: Tensor, dx: number, dy: number): Tensor<"float32"> =>
  float32(
    shape,
    Float32Array.from(data as Float32Array, (_, i) => {
      const [x, y, c] = [i % WIDTH, Math.floor(i / WIDTH) % HEIGHT, Math.floor(i / WIDTH / HEIGHT)];
      return Number(data[(c * HEIGHT + (y - dy + HEIGHT) % HEIGHT) * WIDTH + (x - dx + WIDTH) % WIDTH]);
    }),
  );

/** Colours as features, and squared differences as distance: all that is measured can be said beforehand. */
const COLOURS: MatchingFeatures = { label: "colours", mapsOf: (pictures) => Promise.resolve(pictures) };
const difference = tensorFunction(
  "difference",
  (a: Symbolic, b: Symbolic) => o.reduceMean(o.square(o.sub(a, b)), { axes: [1, 2, 3] }),
);

async function measure(
  sample: Partial<MeasuredSample>,
  results: Record<string, Tensor>,
  measures: Partial<EditMeasures> = {},
): Promise<Map<string, EditNumbers>> {
  await using runtime = await openRuntime({ provider: "cpu" });
  const all = { runtime, features: COLOURS, distance: difference, ...measures };
  return await measureEdits(all, { points: PAIRS, ...sample }, PICTURE, new Map(Object.entries(results)));
}

Deno.test("no edit comes first and leaves the drags undone; a picture moved by the drag has arrived", async () => {
  const numbers = await measure({ mask: rightMask(WIDTH, HEIGHT, 3) }, {
    half: moved(PICTURE, 2, 0),
    done: moved(PICTURE, 4, 3),
  });
  assert.deepEqual([...numbers.keys()], [NO_EDIT, "half", "done"]);
  const [none, half, done] = [...numbers.values()] as [EditNumbers, EditNumbers, EditNumbers];
  assert.deepEqual(none.distances, [5, 5]);
  assert.deepEqual(half.distances, [Math.hypot(2, 3), Math.hypot(2, 3)]);
  assert.deepEqual([done.distances, done.maskedDistances], [[0, 0], [0, 0]]);
  none.discDistances.forEach((d) => assert(Math.abs(d - Math.hypot(4 / WIDTH, 3 / HEIGHT)) < 1e-6));
  assert.equal(none.fidelity, 1);
  assert(done.fidelity < 1);
  assert.deepEqual(done.accuracy[1], 0);
  assert(none.accuracy[1] > 0);
});

Deno.test("without a mask, or with one in which nothing moves, there is no masked distance; results may be smaller", async () => {
  const small = normalTensor([1, 3, HEIGHT / 2, WIDTH / 2], 2);
  for (const mask of [undefined, zeros([HEIGHT, WIDTH])]) {
    const numbers = await measure(mask ? { mask } : {}, { small });
    for (const { maskedDistances, clipSimilarity, distances } of numbers.values()) {
      assert.deepEqual([maskedDistances, clipSimilarity, distances.length], [undefined, undefined, 2]);
    }
  }
});

Deno.test("CLIP's similarity is measured where it is given", async () => {
  const numbers = await measure({}, {}, { clip: difference });
  assert.equal(numbers.get(NO_EDIT)?.clipSimilarity, 0);
});

Deno.test("masks of another size, no points and a method called no edit are refused", async () => {
  await assert.rejects(
    () => measure({ mask: zeros([3, 3]) }, {}),
    /^InputError: Expected a mask of 20 × 30 pixels/,
  );
  await assert.rejects(() => measure({ points: [] }, {}), /^InputError: Expected at least one pair/);
  await assert.rejects(
    () => measure({}, { [NO_EDIT]: PICTURE }),
    /^InputError: Expected no method of the name "no edit"/,
  );
});

Deno.test("averages of edits have names, and nothing where a picture was not measured", async () => {
  const numbers = (await measure({ mask: rightMask(WIDTH, HEIGHT, 3) }, {})).get(NO_EDIT)!;
  const { maskedDistances: _, ...rest } = numbers;
  const values = (edits: EditNumbers[]): Map<string, number | undefined> =>
    new Map(
      editAverages(edits.map((numbers) => ({ category: "a", numbers }))).map((
        { name, value },
      ) => [name, value]),
    );
  const both = values([numbers, { ...numbers, distances: [8] }]);
  assert.deepEqual(["md_pairs", "md_pictures", "md_categories"].map((name) => both.get(name)), [6, 6.5, 6]);
  assert.equal(both.get("m_md"), 5);
  assert.equal(both.get("fidelity"), 1);
  assert.equal(both.get("clip"), undefined);
  assert.equal(values([numbers, rest]).get("m_md"), undefined);
});
