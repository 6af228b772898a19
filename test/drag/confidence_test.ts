import assert from "node:assert/strict";
import { CONFIDENCE_SCORES } from "../../lib/drag/confidence/mod.ts";
import { peakOffset } from "../../lib/drag/confidence/peak.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";

const SIDE = 7;
const inside = float32([1, SIDE, SIDE], new Float32Array(SIDE * SIDE).fill(1));

/** Ripples with a peak at (4, 2), and a second one of a height of one's choice at (1, 5). */
function scores(second: number): Tensor<"float32"> {
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => 0.1 + 0.05 * Math.sin(i));
  data[2 * SIDE + 4] = 1;
  data[5 * SIDE + 1] = second;
  return float32([1, SIDE, SIDE], data);
}

for (const [name, score] of Object.entries(CONFIDENCE_SCORES)) {
  Deno.test(`confidence ${name} is finite and falls, or stays, when a distractor answers as well`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const measure = async (second: number): Promise<number> =>
      Number((await runtime.run(score.measure, scores(second), inside)).data[0]);
    const [sure, unsure] = [await measure(0.1), await measure(0.95)];
    assert(Number.isFinite(sure) && Number.isFinite(unsure));
    if (name === "relative-peak") assert.equal(sure, unsure);
    else assert(unsure < 0.9 * sure, `${sure} → ${unsure}`);
  });
}

Deno.test("confidence scores are those of their definitions", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const map = scores(0.4);
  const values = Array.from(map.data);
  const side = values.filter((_, i) =>
    Math.abs((i % SIDE) - 4) > 1 || Math.abs(Math.floor(i / SIDE) - 2) > 1
  );
  const mean = side.reduce((s, v) => s + v, 0) / side.length;
  const deviation = Math.sqrt(side.reduce((s, v) => s + (v - mean) ** 2, 0) / side.length);
  const low = Math.min(...values);
  const energy = values.reduce((s, v) => s + (v - low) ** 2, 0) / values.length;
  const exponentials = values.map((v) => Math.exp((v - 1) / 0.05));
  const sum = exponentials.reduce((s, v) => s + v, 0);
  const bits = -exponentials.reduce((s, v) => s + (v / sum) * Math.log(v / sum), 0);
  const expected: Record<string, number> = {
    entropy: 1 - bits / Math.log(values.length),
    "relative-peak": 1,
    psr: (1 - mean) / deviation,
    apce: (1 - low) ** 2 / energy,
    "peak-ratio": 1 - 0.4,
  };
  for (const [name, value] of Object.entries(expected)) {
    const { data } = await runtime.run(CONFIDENCE_SCORES[name]!.measure, map, inside);
    assert(Math.abs(Number(data[0]) - value) < 1e-3 * value, `${name}: ${data[0]}, not ${value}`);
  }
});

Deno.test("something is left beside the peak in any window, at the picture's corner too, and scores stay finite", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const side of [3, 7, 13, 25, 31]) {
    const half = (side - 1) / 2;
    const data = Float32Array.from(
      { length: side * side },
      (_, i) => Math.exp(-0.1 * Math.abs(i - half * (side + 1))),
    );
    const corner = Float32Array.from(
      data,
      (_, i) => (i % side >= half && Math.floor(i / side) >= half ? 1 : 0),
    );
    for (const [name, { measure }] of Object.entries(CONFIDENCE_SCORES)) {
      const map = float32([1, side, side], data);
      const value = Number((await runtime.run(measure, map, float32([1, side, side], corner))).data[0]);
      assert(Number.isFinite(value) && Math.abs(value) < 1e4, `${name} in ${side} × ${side}: ${value}`);
    }
  }
});

Deno.test("places outside of the picture do not count, and ties go to the first place", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const f = (s: Symbolic, i: Symbolic): Symbolic => peakOffset(s, i);
  const map = float32([1, 2, 3], [9, 5, 1, 2, 5, 5]);
  const { data } = await runtime.run(f, map, float32([1, 2, 3], [0, 1, 1, 1, 1, 1]));
  assert.deepEqual([...data], [1, 0]);
});

Deno.test("confidence scores know nothing of places outside of the picture", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const inside = float32([1, 7, 7], Float32Array.from({ length: 49 }, (_, i) => Number(i % 7 > 2)));
  const scored = (outside: number) =>
    float32([1, 7, 7], inside.data.map((v, i) => (v > 0 ? 0.3 * Math.sin(i) + Number(i === 25) : outside)));
  for (const [name, { measure }] of Object.entries(CONFIDENCE_SCORES)) {
    const [{ data: [some] }, { data: [other] }] = [
      await runtime.run(measure, scored(0), inside),
      await runtime.run(measure, scored(5), inside),
    ];
    assert(Math.abs(Number(some) - Number(other)) < 1e-5, `${name}: ${some} and ${other}`);
  }
});

Deno.test("entropy of a part of the picture is 0 where all of it answers alike", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const inside = float32([1, 7, 7], Float32Array.from({ length: 49 }, (_, i) => Number(i % 7 > 2)));
  const { data } = await runtime.run(CONFIDENCE_SCORES["entropy"]!.measure, inside, inside);
  assert(Math.abs(Number(data[0])) < 1e-5, `${data[0]}`);
});

Deno.test("a map of places inside that would be broadcast is refused by every score", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  for (const [name, score] of Object.entries(CONFIDENCE_SCORES)) {
    await assert.rejects(runtime.run(score.measure, scores(0.4), float32([1, 1, 1], [1])), {
      name: "InputError",
      message: `${name}: Expected inside [n, h, w] = [1, 7, 7] but found [1, 1, 1].`,
    });
  }
});
