/** Nearest integer, ties to even, as NumPy and PyTorch round. */
export const rint = (x: number): number => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
