import { InputError } from "../errors.ts";
import { type Generator, gridOf } from "../generators/generator.ts";
import { type Size } from "../generators/size.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Concrete, type Executable, type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { rint } from "../rint.ts";
import { checkFinite } from "./check_finite.ts";
import { dragGrid } from "./grid.ts";
import { type TrackingMethod } from "./method.ts";
import {
  findHandles,
  type Found,
  type HandleMemory,
  learnHandles,
  rememberHandles,
} from "./motion/find_handles.ts";
import { inside, isInside, type Point, pointsTensor, tensorPoints } from "./points.ts";
import { wholeView } from "./view.ts";

/** The handles in one picture of a path. */
export interface TrackedPicture {
  /** Where they were found, in pixels. */
  readonly handles: readonly Point[];
  /** Confidence of each, relative to the first picture. */
  readonly confidence: readonly number[];
  /** Score maps of the search windows, [n, k, k] with k = 2 · r2 + 1. */
  readonly scores: Tensor;
}

/** What of a method tracks, and whether in the first picture, too (default true), as in the first step of its drags. */
export type TrackingParts =
  & Pick<TrackingMethod, "tracker" | "confidence" | "r2" | "relearnEvery">
  & Partial<Pick<TrackingMethod, "tracksFirst">>;

/** Options of {@linkcode track}. */
export interface TrackOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
}

/** Refuses handles that lie outside of a picture, or none. */
function checkHandles(handles: readonly Point[], picture: Size): void {
  if (handles.length === 0) throw new InputError("Expected at least one handle but found none.");
  const outside = handles.find((at) => !isInside(at, picture));
  if (!outside) return;
  throw new InputError(`Expected handles ${inside(picture)}, but found [${outside}].`);
}

/**
 * The feature maps [1, C, h, w] of a path of latents, one by one; compiled once.
 *
 * @param path latents in the generator's full space, of its `latentShape`.
 * @param block index of the map, from 0, the coarsest.
 * @throws {InputError} when the generator has no such block, or a latent is of another shape or not finite.
 */
export async function* featureMaps(
  generator: Generator,
  path: Iterable<Tensor> | AsyncIterable<Tensor>,
  block: number,
  { runtime }: TrackOptions,
): AsyncGenerator<Tensor, void, void> {
  const { latentShape, blocks } = generator;
  if (!blocks[block]) {
    throw new InputError(`Expected a block from 0 to ${blocks.length - 1} but found ${block}.`);
  }
  const f = (latent: Symbolic): Symbolic => generator.features(latent, block);
  const type = { dtype: "float32", shape: latentShape } as const;
  await using features = await runtime.compile(f, [type], "features");
  for await (const latent of path) {
    if (String(latent.shape) !== String(latentShape)) {
      throw new InputError(`Expected latents [${latentShape}] but found [${latent.shape}].`);
    }
    if (!(latent.data as Float32Array).every(Number.isFinite)) {
      throw new InputError("Expected latents of finite numbers but found NaN or infinity in one.");
    }
    yield await features.run(latent);
  }
}

/** What is found in a map, and what is known after it where that changed. */
type Follow = (map: Symbolic, before: Symbolic, memory: HandleMemory) => Found & { memory?: HandleMemory };

const followIn = (method: TrackingParts, picture: Size, tracks: boolean): Follow => (map, before, memory) => {
  const view = wholeView(map, picture);
  const { handles, ...seen } = findHandles(view, method, before, memory);
  const found = { ...seen, handles: tracks ? handles : before };
  const changed = rememberHandles(view, method, found, memory);
  return { ...found, ...(changed ? { memory: changed } : {}) };
};

/**
 * Tracks handles along feature maps [1, C, h, w], computed by {@linkcode featureMaps} or elsewhere: what
 * {@linkcode track} does where several trackers are to share the maps of one path.
 *
 * @param picture height and width of the pictures in pixels, or of a coarser grid where handles are points of it.
 * @throws {InputError} when there is no handle, or one lies outside of the picture.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openRuntime } from "../runtime/runtime.ts";
 * import { zeros } from "../tensor.ts";
 * import { relativePeak } from "./confidence/relative_peak.ts";
 * import { trackMaps } from "./track.ts";
 * import { nearestFeature } from "./tracking/nearest_feature.ts";
 *
 * const spotAt = (x: number, y: number) => {
 *   const map = zeros([1, 1, 8, 8]);
 *   map.data[8 * y + x] = 1;
 *   return map;
 * };
 * const method = { tracker: nearestFeature(), confidence: relativePeak, r2: 2, relearnEvery: 0 };
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const maps = [spotAt(3, 3), spotAt(5, 4), spotAt(4, 6)];
 * const pictures = await Array.fromAsync(trackMaps(maps, [8, 8], [[3, 3]], method, { runtime }));
 * assert.deepEqual(pictures.map(({ handles }) => handles[0]), [[3, 3], [5, 4], [4, 6]]);
 * ```
 */
export async function* trackMaps(
  maps: Iterable<Tensor> | AsyncIterable<Tensor>,
  picture: Size,
  handles: readonly Point[],
  method: TrackingParts,
  { runtime }: TrackOptions,
): AsyncGenerator<TrackedPicture, void, void> {
  checkHandles(handles, picture);
  const learn = (map: Symbolic, at: Symbolic): HandleMemory =>
    learnHandles(wholeView(map, picture), method, at);
  await using sessions = new AsyncDisposableStack();
  let learning: Executable<typeof learn> | undefined;
  const following = new Map<boolean, Executable<Follow>>();
  let memory: Concrete<HandleMemory> | undefined;
  let at: Tensor = pointsTensor(handles.map(([x, y]): Point => [rint(x), rint(y)]));
  let pictures = 0;
  for await (const map of maps) {
    learning ??= sessions.use(await runtime.compile(learn, [map, at], "learn"));
    memory ??= await learning.run(map, at);
    const tracks = pictures > 0 || method.tracksFirst !== false;
    const follow = following.get(tracks) ??
      sessions.use(await runtime.compile(followIn(method, picture, tracks), [map, at, memory], "follow"));
    following.set(tracks, follow);
    const found = await follow.run(map, at, memory);
    const [scores, confidence] = [found.scores, found.confidence].map(({ data }) => data as Float32Array);
    checkFinite(`in picture ${pictures}`, { "tracking score": scores, confidence });
    at = found.handles;
    yield {
      handles: tensorPoints(at),
      confidence: Array.from(confidence!),
      scores: found.scores,
    };
    pictures++;
    const again = method.relearnEvery > 0 && pictures % method.relearnEvery === 0;
    memory = again ? await learning.run(map, at) : found.memory ?? memory;
  }
}

/**
 * Tracks handles along a path of latents, without dragging anything: the tracker prepares on the first picture and
 * finds the handles in each, that one too where the method's drags do, by the very code by which they do. Along the latents of a drag it finds
 * what the drag found.
 *
 * @param path latents in the generator's full space; consecutive pictures should differ by less than the radius r2 of
 * the search window. A path without latents yields nothing.
 * @param handles where they are in the first picture; rounded to whole pixels, as in drags.
 * @param method what tracks, and in which map; each method with a tracker will do.
 * @returns one {@linkcode TrackedPicture} per latent.
 * @throws {InputError} when there is no handle, one lies outside of the picture, the generator has no such block, or a
 * latent is of another shape or not finite.
 */
export async function* track(
  generator: Generator,
  path: Iterable<Tensor> | AsyncIterable<Tensor>,
  handles: readonly Point[],
  method: TrackingParts & Pick<TrackingMethod, "featureBlock">,
  options: TrackOptions,
): AsyncGenerator<TrackedPicture, void, void> {
  checkHandles(handles, generator.size);
  const { start, from } = dragGrid(generator);
  const maps = featureMaps(generator, path, method.featureBlock, options);
  for await (const found of trackMaps(maps, gridOf(generator), handles.map(start), method, options)) {
    yield { ...found, handles: found.handles.map(from) };
  }
}
