/**
 * The operations that tensor functions are made of. They take symbolic tensors, and most of them known data or
 * numbers too; a number takes the dtype of the other operand. Operands that do not fit throw an `InputError` that
 * names the operator and the types it was given.
 *
 * @module
 */

export * from "./convolution.ts";
export * from "./elementwise.ts";
export * from "./indexing.ts";
export * from "./layout.ts";
export * from "./linear.ts";
export * from "./normalization.ts";
export * from "./reduction.ts";
export * from "./resize.ts";
