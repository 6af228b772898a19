import { type SpecInput } from "../../lib/drag/spec.ts";
import { repositoryPath } from "./run_cli.ts";

/** A small model, and a latent of it. */
export const [MODEL, LATENT] = ["model.pkl", "ws_psi0.7.npy"].map((name) =>
  repositoryPath(`test/fixtures/a64/${name}`)
) as [string, string];

/** DragGAN's record `draggan` of the small model as a SPEC, with fields replaced. */
export const specWith = (fields: SpecInput = {}): SpecInput => ({
  model: MODEL,
  latent: LATENT,
  points: [{ handle: [36, 34], target: [27, 39] }],
  method: "draggan",
  options: { r1: 3, r2: 6, lr: 0.002 },
  steps: 12,
  ...fields,
});
