/** The first of some numbers that is infinite or NaN; `undefined` where none is. A loop, as it reads all weights in a training's step. */
export function notFinite(values: ArrayLike<number>): number | undefined {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return values[i];
  }
  return undefined;
}
