import { inFile, InputError } from "../../errors.ts";
import { argumentShapes } from "../../runtime/argument_shapes.ts";
import { type Scores, type Tracker } from "./tracker.ts";

function returned<T>(from: string, value: T): T {
  if (value !== undefined && value !== null) return value;
  throw new InputError(`Expected ${from} to return tensors, or {} for none, but found nothing.`);
}

function checkedScores(scores: Scores | undefined, shape: readonly number[]): Scores {
  const axes = `[${shape.join(", ")}]`;
  argumentShapes([`fused ${axes}`, `absolute ${axes}`])([scores?.fused, scores?.absolute]);
  return scores!;
}

/**
 * What a tracker does, checked, as it may be one's own: what goes wrong in it is an `InputError` that begins with its
 * name, and so are scores of another shape than the search window's, which would be broadcast.
 */
export function checkedTracker(tracker: Tracker): Pick<Tracker, "prepare" | "score" | "update"> {
  const within = <T>(compute: () => T): T => inFile(`tracker ${tracker.name}`, compute);
  return {
    prepare: (view, handles) => within(() => returned("prepare", tracker.prepare(view, handles))),
    score: (context, known) =>
      within(() => checkedScores(tracker.score(context, known), context.inside.shape)),
    ...(tracker.update && {
      update: (context, known) => within(() => returned("update", tracker.update!(context, known))),
    }),
  };
}
