export * from "./convolution.ts";
export * from "./elementwise.ts";
export * from "./indexing.ts";
export * from "./layout.ts";
export * from "./linear.ts";
export * from "./normalization.ts";
export * from "./reduction.ts";
export * from "./resize.ts";
