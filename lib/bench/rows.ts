/** Lines of cells, the header first; all but the first column are numbers. */
export type Rows = readonly (readonly string[])[];

/** How many times b goes into a, as a cell. */
export const ratio = (a: number, b: number): string => (a / b).toFixed(2);

/** Bytes as a cell, in MB. */
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
