import { type Command } from "commander";
import { basename } from "node:path";
import { openDiffusionFolder } from "../generators/diffusion/folder.ts";
import { readInputFile } from "../hub/read_file.ts";
import { sha256 } from "../hub/sha256.ts";
import { openClip } from "../metrics/clip/clip_similarity.ts";
import { diftMatching, resnetMatching } from "../metrics/matching/matching_features.ts";
import { type EditMeasures, type MeasuredBy } from "../metrics/measure_edits.ts";
import { openLpips } from "../metrics/perceptual/lpips.ts";
import { openResnetMetrics, RESNET_DISTANCE_LABEL } from "../metrics/resnet/resnet_metrics.ts";
import { type Runtime } from "../runtime/runtime.ts";

/** By what edited pictures are measured. */
export interface MeasureChoice {
  /** A diffusers folder by whose features handles are found again. */
  readonly dift?: string;
  /** Files of LPIPS's weights. */
  readonly lpips?: readonly string[];
  /** File of CLIP's weights. */
  readonly clip?: string;
}

/** Adds the options that choose the measures. */
export const withMeasureChoice = (command: Command): Command =>
  command
    .option(
      "--dift <model>",
      "find handles again by the diffusion features of this diffusers folder, Stable Diffusion 2.1 for DragBench's " +
        "numbers (default: by a ResNet-50, a stand-in)",
    )
    .option(
      "--lpips <files...>",
      "weights of LPIPS with AlexNet, safetensors or torch's, in one file or two (default: a ResNet-50, a stand-in)",
    )
    .option(
      "--clip <file>",
      "weights of CLIP, safetensors or torch's (default: CLIP similarity is left out)",
    );

/** Measures that are ready. */
export interface OpenedMeasures {
  /** Themselves. */
  readonly measures: EditMeasures;
  /** What tables say of them. */
  readonly measuredBy: MeasuredBy;
  /** SHA-256 of the weights that the user gave, by the option's name: files are read again for it. */
  readonly hashes: () => Promise<Readonly<Record<string, string>>>;
}

const hashOf = async (paths: readonly string[]): Promise<string> => {
  const hashes: string[] = [];
  for (const path of paths) hashes.push(await sha256(await readInputFile(path, "weights")));
  return hashes.join(" ");
};

/**
 * Opens the measures that were chosen, and stand-ins for the others.
 *
 * @throws {InputError} when a file is missing or broken, or the stand-ins are not there.
 */
export async function openMeasures(
  { dift, lpips, clip }: MeasureChoice,
  runtime: Runtime,
): Promise<OpenedMeasures> {
  const standIns = dift !== undefined && lpips ? undefined : await openResnetMetrics();
  const model = dift === undefined ? undefined : await openDiffusionFolder(dift);
  const features = model ? diftMatching(model, basename(dift!), runtime) : resnetMatching(standIns!, runtime);
  const distance = lpips ? await openLpips(lpips) : standIns!.distance;
  return {
    measures: { runtime, features, distance, ...(clip === undefined ? {} : { clip: await openClip(clip) }) },
    measuredBy: {
      features: features.label,
      distance: lpips ? "LPIPS (AlexNet)" : RESNET_DISTANCE_LABEL,
    },
    hashes: async () => ({
      ...(model ? { dift: model.sha256 } : {}),
      ...(lpips ? { lpips: await hashOf(lpips) } : {}),
      ...(clip === undefined ? {} : { clip: await hashOf([clip]) }),
    }),
  };
}
