import { drag } from "../../drag/drag.ts";
import { openSpec } from "../../drag/open_spec.ts";
import { type Spec } from "../../drag/spec.ts";
import { type DragStep } from "../../drag/state.ts";
import { type StageOptions } from "../../edit/stage.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { mean } from "../../metrics/bootstrap.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type TaskResult } from "../experiment.ts";
import { denoisedPictures, generatedPictures } from "../latent_pictures.ts";
import { type Row } from "../run/row.ts";

/** A drag that was made, and the picture that it led to. */
export interface DraggedSample extends TaskResult {
  /** As large as the picture that was dragged. */
  readonly picture: RgbaImage;
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** How a drag ended. */
const endRow = ({ state, stopped, distances }: DragStep): Row => ({
  believed: mean(distances),
  arrived: stopped ? 100 : 0,
  steps: state.step,
});

/**
 * Drags as a SPEC says, to the end.
 *
 * @param options where the stages around the drag, such as inversion and LoRA, are kept, and what stops them.
 * @throws {InputError} when a file is missing or broken, or something does not fit.
 */
export async function dragSample(
  spec: Spec,
  runtime: Runtime,
  options: StageOptions,
): Promise<DraggedSample> {
  const start = performance.now();
  const opened = await openSpec(spec, ".", runtime, options);
  const prepare = secondsSince(start);
  const { model: { generator }, problem, method } = opened;
  let last: DragStep | undefined;
  for await (const step of drag(generator, problem, method, { runtime })) {
    options.signal?.throwIfAborted();
    last = step;
  }
  const dragged = secondsSince(start);
  const variables = { between: [], last: last!.state.variable };
  const pictures = opened.edit ? denoisedPictures : generatedPictures;
  const { after } = await pictures(opened, variables, runtime, options);
  return {
    picture: after,
    row: endRow(last!),
    seconds: { prepare, drag: dragged - prepare, finish: secondsSince(start) - dragged },
  };
}
