/** What a filter of width σ learns to answer at a place: exp(−d² / 2σ²), of the squared distance to the handle. */
export const gaussianLabel = (squaredDistance: number, sigma: number): number =>
  Math.exp(-squaredDistance / (2 * sigma * sigma));
