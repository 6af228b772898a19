/** A kernel ended, or does not answer any more. */
export class KernelEnded extends Error {
  /** What stack traces call the error. */
  override name = "KernelEnded";
}

/** Code took longer than it may; the kernel is at it still. */
export class ExecutionTimeout extends Error {
  /** What stack traces call the error. */
  override name = "ExecutionTimeout";
}
