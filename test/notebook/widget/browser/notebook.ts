const code = (source: string, id: string): unknown => ({
  cell_type: "code",
  execution_count: null,
  id,
  metadata: {},
  outputs: [],
  source,
});

/** A notebook of code cells for our kernel. */
const notebook = (...cells: readonly string[]): unknown => ({
  cells: cells.map((source, i) => code(source, `cell-${i}`)),
  metadata: { kernelspec: { name: "stabledrag", display_name: "StableDrag (Deno)", language: "typescript" } },
  nbformat: 4,
  nbformat_minor: 5,
});

/** What the second cell prints. */
export interface Printed {
  /** Handles and targets. */
  readonly points: readonly { readonly handle: readonly number[]; readonly target: readonly number[] }[];
  /** Pixels that may move. */
  readonly movable: number;
  /** Distance to the target at the first and the last step. */
  readonly distances: readonly number[];
  /** Shape of the latent. */
  readonly latent: readonly number[];
}

// The mask's usual weight holds these faces still.
/** Shows the widget, and prints what came of it. */
export const DRAG_NOTEBOOK = notebook(
  `import { dragWidget, openModel, openRuntime, stabledrag } from "stabledrag";

const runtime = await openRuntime();
const { generator, latents } = await openModel();
const latent = await latents(runtime, { seed: 37 });
const methods = { stabledrag: stabledrag(generator, { tau: 0.4, lambdaMask: 0.2, lr: 0.006 }) };
const widget = await dragWidget(generator, { runtime, latent, methods, steps: 80 });
widget`,
  `const { result, points, mask } = widget;
console.log(JSON.stringify({
  points,
  movable: mask.data.reduce((sum, v) => sum + v),
  distances: [0, -1].map((i) => result.record.steps.at(i).distances[0]),
  latent: result.latent.shape,
}));`,
);
