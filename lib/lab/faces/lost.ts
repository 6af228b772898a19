import { longerSide, type Size } from "../../generators/size.ts";

/** In parts of the picture's longer side. */
const [PIXELS, OF] = [6, 128];

/** The same in words. */
export const LOST_IN_WORDS: string = `${PIXELS}/${OF} of the picture's side`;

/**
 * Whether a handle is lost: farther from where its landmark truly is than 6/128 of the picture's longer side (our choice).
 *
 * @param off how far, in pixels.
 * @param picture its height and width in pixels.
 */
export const isLost = (off: number, picture: Size): boolean => off > PIXELS / OF * longerSide(picture);
