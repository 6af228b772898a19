import { drag } from "../drag/drag.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { InputError } from "../errors.ts";
import { mean } from "../metrics/bootstrap.ts";
import { type Lab } from "./experiment.ts";
import { featureKept } from "./feature_kept.ts";
import { type Measure, type Quantity } from "./measure.ts";
import { type Row } from "./run/row.ts";

/** Options of {@linkcode noseDrag}. */
export interface NoseDragOptions {
  /** Optimiser updates at most (default 100). */
  readonly steps?: number;
  /** Length of the drag in parts of the picture's side (default 14/128). */
  readonly length?: number;
}

/** Where the face generator's noses are, in parts of the side: the pictures it learned from are aligned. */
const NOSE = [64 / 128, 81 / 128] as const;

const QUANTITIES: readonly Quantity[] = [
  { name: "left", label: "believed distance left", unit: "px", digits: 2, better: "less" },
  { name: "steps", label: "steps", digits: 1, better: "less" },
  { name: "confidence", label: "mean confidence", digits: 3 },
  { name: "by_template", label: "supervised by the template", unit: "%", digits: 1 },
  { name: "similarity", label: "feature similarity", digits: 3, better: "more" },
];

/** A nose to the left for even seeds, to the right for odd ones. */
async function problemOf(
  { model: { generator, latents }, runtime }: Lab,
  seed: number,
  { steps, length }: Required<NoseDragOptions>,
): Promise<DragProblem> {
  const [x, y] = NOSE.map((part) => Math.round(part * generator.size[1])) as [number, number];
  const way = Math.round(length * generator.size[1]) * (seed % 2 === 0 ? -1 : 1);
  const latent = await latents(runtime, { seed });
  return { latent, points: [{ handle: [x, y], target: [x + way, y] }], steps };
}

function rowOf(steps: readonly DragStep[], similarity: number): Row {
  const last = steps.at(-1)!;
  return {
    left: last.distances[0]!,
    steps: last.state.step,
    confidence: mean(steps.map(({ confidence }) => confidence[0]!)),
    by_template: 100 * mean(steps.map(({ supervisedBy }) => (supervisedBy[0] === "template" ? 1 : 0))),
    similarity,
  };
}

/**
 * Drags of the noses of seeded faces, and what the tracker believes of them: nobody looks where the nose really went.
 * Quick, and needs nothing beside the generator.
 */
export function noseDrag({ steps = 100, length = 14 / 128 }: NoseDragOptions = {}): Measure {
  const settings = { steps, length };
  return {
    name: "nose-drag",
    version: 1,
    settings,
    quantities: QUANTITIES,
    pairs: 8,
    open: (lab) => {
      const { model: { generator }, runtime } = lab;
      const kept = featureKept(generator, runtime);
      return async (method, seed) => {
        if (!method) throw new InputError("Expected a method for nose-drag but found none.");
        const problem = await problemOf(lab, seed, settings);
        const start = performance.now();
        const made = await Array.fromAsync(drag(generator, problem, method, { runtime }));
        const seconds = { drag: (performance.now() - start) / 1000 };
        return { row: rowOf(made, await kept(method, problem, made)), seconds };
      };
    },
  };
}
