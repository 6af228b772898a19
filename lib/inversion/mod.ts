/**
 * Real photographs as pictures of a GAN: aligned, their latents found, the generator tuned to them, in stages that go on
 * where they were stopped.
 *
 * @module
 */

export { FACE_CROPS, type FaceCrop, faceSquare } from "./face_crop.ts";
export { type InversionProvenance, type InversionRecord, readInversion } from "./inversion_folder.ts";
export {
  type GeneratedPicture,
  type InversionDistances,
  type InvertedPhotograph,
  invertPhotograph,
} from "./invert_photograph.ts";
export { invertIntoFolder, type InvertIntoFolderOptions } from "./invert_into_folder.ts";
export { type InversionJob, type OpenedInversion, openInversion } from "./open_inversion.ts";
export { alignedPhotograph } from "./photograph.ts";
export { type PictureLoss, pictureLoss, type PictureLossOptions } from "./picture_loss.ts";
export { CROPS, type InversionSettings, inversionSettings, SPACES, STAND_INS } from "./settings.ts";
export { type InversionSpace, inversionSpace } from "./space.ts";
export { type InversionSubject } from "./subject.ts";
