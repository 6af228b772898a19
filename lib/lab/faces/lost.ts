/** In parts of the picture's side. */
const LOST = 6 / 128;

/**
 * Whether a handle is lost: farther from where its landmark truly is than 6/128 of the picture's side (our choice).
 *
 * @param off how far, in pixels.
 * @param resolution side of the picture in pixels.
 */
export const isLost = (off: number, resolution: number): boolean => off > LOST * resolution;
