import { z } from "zod";
import { FACES } from "../hub/faces.ts";
import { type SavedExperiment } from "../lab/experiment.ts";
import { type Manifest } from "../lab/run/manifest.ts";

/** What results know of the command line that made them; whatever is none of its options is left out. */
const COMPUTED = z.object({
  model: z.string().optional().catch(undefined),
  environment: z.object({
    threads: z.int().optional().catch(undefined),
    provider: z.string().optional().catch(undefined),
  }).catch({}),
});

/** `--seeds 0-39`, where none between them is missing. */
const seedWords = (seeds: string | undefined): string[] =>
  seeds && /^\d+-\d+$/.test(seeds) ? [`--seeds ${seeds}`] : [];

/**
 * The command that makes or continues such results; that of an experiment of one's own is not known. Of a model that is
 * not the embedded one the hash is known, and no path.
 */
export function commandWords(
  { name, measure, options }: SavedExperiment,
  settings: Manifest["settings"],
  seeds: string | undefined,
): string {
  const { model, environment: { threads, provider } } = COMPUTED.parse(settings);
  const isOther = model !== undefined && model !== FACES.converted;
  const words = [
    `deno task ${measure === undefined ? `experiment ${name}` : `ablate ${name} --measure ${measure}`}`,
    ...(options ? [options] : []),
    ...(isOther ? ["--model MODEL"] : []),
    ...seedWords(seeds),
    ...(threads === undefined ? [] : [`--threads ${threads}`]),
    ...(provider === undefined ? [] : [`--provider ${provider}`]),
  ].join(" ");
  return isOther ? `${words}, where MODEL is the one with SHA-256 ${model}` : words;
}
