/**
 * Files, as pure functions of bytes.
 *
 * @module
 */

export { decodeImage, encodePng, type RgbaImage } from "./image.ts";
export { decodeNpy, encodeNpy } from "./npy.ts";
export type {
  ElementKind,
  PickleDtype,
  PickleGlobal,
  PickleKey,
  PickleMap,
  PickleObject,
  PickleStorage,
  PickleTensor,
  PickleValue,
} from "./pickle/value.ts";
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from "./safetensors.ts";
export { readStyleganPickle, type Scalar, type StyleganNetwork } from "./stylegan.ts";
