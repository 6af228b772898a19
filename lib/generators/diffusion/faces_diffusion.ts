import { fileURLToPath } from "node:url";

/** The short name of the embedded diffusion model of faces. */
export const FACES_DIFFUSION = "faces-diffusion";

/** Where the embedded diffusion model of faces lies: it comes with this software, trained by `deno task train`. */
export const facesDiffusionFolder = (): string => fileURLToPath(new URL("./faces/", import.meta.url));
