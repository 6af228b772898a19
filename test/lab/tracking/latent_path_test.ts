import fc from "fast-check";
import assert from "node:assert/strict";
import { type Point } from "../../../lib/drag/points.ts";
import { InputError } from "../../../lib/errors.ts";
import { type Lab } from "../../../lib/lab/experiment.ts";
import { type Face, type FacePair } from "../../../lib/lab/faces/face_pairs.ts";
import { pathBetween } from "../../../lib/lab/tracking/latent_path_between.ts";
import { pathOfDrag } from "../../../lib/lab/tracking/latent_path_of_drag.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { smallLab } from "../small_lab.ts";
import { normalTensor } from "../../normal_tensor.ts";

/** A face of which nothing is known but its latent and that all landmarks are in one place. */
const face = (latent: Tensor, at: Point = [0, 0]): Face => ({
  latent,
  points: float32([0], []),
  landmarks: Array.from({ length: 68 }, (_, i): Point => [at[0] + i, at[1]]),
});

const numbers = ({ data }: Tensor): number[] => Array.from(data as Float32Array);
const between = (pair: FacePair, pictures: number): Promise<readonly Tensor[]> =>
  pathBetween({ pictures }).latents({} as Lab, pair);

Deno.test("a path around the sphere has both faces at its ends, equal steps, and stays on the sphere", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(1000), fc.integer({ min: 2, max: 9 }), async (seed, pictures) => {
    const on = (t: Tensor): Tensor => {
      const length = Math.hypot(...numbers(t));
      return float32(t.shape, numbers(t).map((v) => v / length));
    };
    const [from, to] = [seed, seed + 1].map((s) => on(normalTensor([1, 8], s))) as [Tensor, Tensor];
    const path = (await between({ from: face(from), to: face(to) }, pictures)).map(numbers);
    assert.equal(path.length, pictures);
    const apart = (a: readonly number[], b: readonly number[]): number =>
      Math.hypot(...a.map((v, i) => v - b[i]!));
    assert(apart(path[0]!, numbers(from)) < 1e-6 && apart(path.at(-1)!, numbers(to)) < 1e-6);
    const steps = path.slice(1).map((latent, i) => apart(latent, path[i]!));
    for (const latent of path) assert(Math.abs(Math.hypot(...latent) - 1) < 1e-5);
    assert(Math.max(...steps) - Math.min(...steps) < 1e-5);
  }));
});

Deno.test("a path of w is straight, and one between equal latents stays there", async () => {
  const w = (v: number): Tensor => float32([1, 2, 1], [v, -v]);
  const straight = await between({ from: face(w(0)), to: face(w(2)) }, 3);
  assert.deepEqual(straight.map(numbers), [[0, -0], [1, -1], [2, -2]]);
  const z = face(float32([1, 2], [3, 4]));
  assert.deepEqual((await between({ from: z, to: z }, 4)).map(numbers), Array(4).fill([3, 4]));
});

Deno.test("a path of a drag begins at the undragged picture and has one after each update", async () => {
  const lab = await smallLab();
  await using _ = lab.runtime;
  const { generator, latents } = lab.model;
  const latent = await latents(lab.runtime, { seed: 1 });
  const pair = { from: face(latent, [20, 60]), to: face(latent, [40, 60]) };
  const path = await pathOfDrag({ steps: 3 }).latents(lab, pair);
  assert.deepEqual(path.map(({ shape }) => shape), Array(4).fill(generator.latentShape));
  assert.deepEqual(path[0], generator.spaces["z"]!.variableOf(latent));
  assert.equal(new Set(path.map((z) => String(z.data))).size, 4);
  assert.equal(lab.runtime.liveSessions, 0);
});

Deno.test("other numbers of pictures or steps and unknown methods are refused", () => {
  for (const pictures of [1, 0, 2.5, NaN]) {
    assert.throws(() => pathBetween({ pictures }), (e) => {
      return e instanceof InputError && e.message.includes(`whole number from 2 but found ${pictures}.`);
    });
  }
  assert.throws(() => pathOfDrag({ steps: 0 }), /steps as a whole number from 1 but found 0\./);
  assert.throws(
    () => pathOfDrag({ method: "drag" }),
    /the method to be one of draggan, .* but found "drag"\./,
  );
});

Deno.test("the way between w+ latents is straight, that between z latents a turn", async () => {
  const middle = async (shape: number[]): Promise<number[]> => {
    const [from, to] = [float32(shape, [1, 0]), float32(shape, [0, 1])].map((latent) => ({ latent }));
    const latents = await pathBetween({ pictures: 3 }).latents(
      {} as Lab,
      { from, to } as unknown as FacePair,
    );
    return Array.from(latents[1]!.data as Float32Array, (v) => Math.round(1e4 * v) / 1e4);
  };
  assert.deepEqual([await middle([1, 1, 2]), await middle([1, 2])], [[0.5, 0.5], [0.7071, 0.7071]]);
});
