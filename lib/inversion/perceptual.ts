import { readTensors } from "../hub/read_tensors.ts";
import { type FaceMetrics, FEATURE_DISTANCE_LABEL } from "../metrics/face_metrics.ts";
import { openLpips, type PictureDistance } from "../metrics/perceptual/lpips.ts";
import { openResnetMetrics, RESNET_DISTANCE_LABEL } from "../metrics/resnet/resnet_metrics.ts";
import { type InversionSettings } from "./settings.ts";

/** What pictures are compared by. */
export interface Perceptual {
  /** The distance itself. */
  readonly distance: PictureDistance;
  /** What figures and tables call it. */
  readonly label: string;
  /** SHA-256 of the weights that a user gave. */
  readonly lpips?: readonly string[];
}

/**
 * What an inversion compares pictures by: LPIPS where its weights are given, else the stand-in that settings name.
 *
 * @param lpips files of the weights of LPIPS; see `openLpips`.
 * @throws {InputError} when a file cannot be read.
 */
export async function openPerceptual(
  { standIn }: Pick<InversionSettings, "standIn">,
  metrics: Pick<FaceMetrics, "featureDistance">,
  lpips?: readonly string[],
): Promise<Perceptual> {
  if (lpips) {
    const hashes = [];
    for (const path of lpips) hashes.push((await readTensors(path)).sha256);
    return { distance: await openLpips(lpips), label: "LPIPS (AlexNet)", lpips: hashes };
  }
  return standIn === "resnet"
    ? { distance: (await openResnetMetrics()).distance, label: RESNET_DISTANCE_LABEL }
    : { distance: metrics.featureDistance, label: FEATURE_DISTANCE_LABEL };
}
