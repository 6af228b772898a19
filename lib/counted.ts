/** `1 step`, `1,204 steps`: a count and what is counted. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
