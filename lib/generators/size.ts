/** Height and width of a picture, a map or a window, in its own pixels. */
export type Size = readonly [height: number, width: number];

/** The longer of the two sides. */
export const longerSide = ([height, width]: Size): number => Math.max(height, width);

/** Height × width, for messages. */
export const sizeText = ([height, width]: Size): string => `${height} × ${width}`;

/** The size of `side` × `side` pixels. */
export const square = (side: number): Size => [side, side];

/** The size of a map [N, C, height, width]. */
export const mapSize = ({ shape }: { readonly shape: readonly number[] }): Size => [shape[2]!, shape[3]!];
