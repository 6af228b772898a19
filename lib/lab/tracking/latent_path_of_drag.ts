import { drag, latentOf } from "../../drag/drag.ts";
import { METHODS } from "../../drag/methods/mod.ts";
import { InputError } from "../../errors.ts";
import { lookUp } from "../../look_up.ts";
import { type Tensor } from "../../tensor.ts";
import { landmarkDrags } from "../faces/landmark_drags.ts";
import { type LatentPath } from "./latent_path.ts";

/** Options of {@linkcode pathOfDrag}. */
export interface PathOfDragOptions {
  /** Name of a method in `METHODS`, which drags with its defaults (default "draggan", our choice). */
  readonly method?: string;
  /** Optimiser updates at most, a whole number from 1 (default 40, our choice). */
  readonly steps?: number;
}

/**
 * The pictures of a drag, from the undragged one to the last: that landmark of the first face which has farthest to go
 * is dragged to where the second has it.
 *
 * @throws {InputError} when there is no such method, or `steps` is another.
 */
export function pathOfDrag({ method: name = "draggan", steps = 40 }: PathOfDragOptions = {}): LatentPath {
  const factory = lookUp(METHODS, name, "the method");
  if (!Number.isInteger(steps) || steps < 1) {
    throw new InputError(`Expected steps as a whole number from 1 but found ${steps}.`);
  }
  return {
    settings: { path: "drag", method: name, steps },
    latents: async ({ model: { generator }, runtime }, { from, to }) => {
      const method = factory(generator);
      const [far] = landmarkDrags(1, from.landmarks, to.landmarks, generator.size);
      const problem = { latent: from.latent, points: [far!.pair], steps };
      const variables: Tensor[] = [generator.spaces[method.latentSpace]!.variableOf(from.latent)];
      for await (const { stopped, state } of drag(generator, problem, method, { runtime })) {
        if (!stopped) variables.push(state.variable);
      }
      const latents: Tensor[] = [];
      for (const variable of variables) {
        latents.push(await latentOf(generator, method, runtime, variable, from.latent));
      }
      return latents;
    },
  };
}
