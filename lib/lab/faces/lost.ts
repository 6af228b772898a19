import { longerSide, type Size } from "../../generators/size.ts";

/** In parts of the picture's longer side. */
const LOST = 6 / 128;

/**
 * Whether a handle is lost: farther from where its landmark truly is than 6/128 of the picture's longer side (our choice).
 *
 * @param off how far, in pixels.
 * @param picture its height and width in pixels.
 */
export const isLost = (off: number, picture: Size): boolean => off > LOST * longerSide(picture);
