import { drag, latentOf } from "../../drag/drag.ts";
import { type Method } from "../../drag/method.ts";
import { openPictures } from "../../drag/pictures.ts";
import { type DragProblem } from "../../drag/problem.ts";
import { type DragRecord, recordWithoutSteps, stepLine } from "../../drag/record.ts";
import { pictureOf } from "../../figures/picture.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type Generator } from "../../generators/generator.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";

/** What a drag in the widget ended with, also where it was stopped. */
export interface DragResult {
  /** All steps that were made, as figures and displays take it. */
  readonly record: DragRecord;
  /** The latent after the last update, in the generator's full space. */
  readonly latent: Tensor;
  /** The picture of that latent. */
  readonly picture: RgbaImage;
}

/** Who watches a drag. */
export interface DragWatcher {
  /** Called after each step with all steps so far. */
  readonly onStep: (record: DragRecord) => void;
  /** Called with pictures on the way, as processors are idle: not of every step. */
  readonly onPicture: (picture: RgbaImage) => void;
}

/** Renders the picture of a latent. */
export async function render(generator: Generator, runtime: Runtime, latent: Tensor): Promise<RgbaImage> {
  const image = (l: Symbolic): Symbolic => generator.image(l);
  await using compiled = await runtime.compile(image, [latent], "picture");
  return pictureOf(await compiled.run(latent));
}

/** A drag that is watched. */
export interface DragRun {
  /** Whose picture is dragged. */
  readonly generator: Generator;
  /** Latent, points, mask and steps. */
  readonly problem: DragProblem;
  /** How it is dragged. */
  readonly method: Method;
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** Stops it after a step. */
  readonly signal: AbortSignal;
  /** Who watches. */
  readonly watcher: DragWatcher;
}

/** Makes the steps; returns them and the last variable, which is none where the drag had no step. */
async function makeSteps(
  { generator, problem, method, runtime, signal, watcher }: DragRun,
): Promise<{ record: DragRecord; variable: Tensor | undefined }> {
  let record: DragRecord = { ...recordWithoutSteps(generator, problem, method), steps: [] };
  let variable: Tensor | undefined;
  await using pictures = await openPictures(generator, method, problem.latent);
  const watch = async (of: Tensor): Promise<void> => {
    const picture = await pictures.request(of);
    if (picture) watcher.onPicture(pictureOf(picture));
  };
  let failure: { readonly reason: unknown } | undefined;
  for await (const step of drag(generator, problem, method, { runtime })) {
    record = { ...record, steps: [...record.steps, stepLine(step)] };
    variable = step.state.variable;
    watcher.onStep(record);
    watch(variable).catch((reason) => failure = { reason });
    if (failure) throw failure.reason;
    if (signal.aborted) break;
  }
  return { record, variable };
}

/**
 * Drags and shows each step and some pictures to a watcher, until the end or until the signal stops it after a step.
 *
 * @throws {InputError} when points or mask do not fit the generator.
 */
export async function watchedDrag(watched: DragRun): Promise<DragResult> {
  const { record, variable } = await makeSteps(watched);
  const { generator, problem, method, runtime } = watched;
  const latent = variable
    ? await latentOf(generator, method, runtime, variable, problem.latent)
    : problem.latent;
  return { record, latent, picture: await render(generator, runtime, latent) };
}
