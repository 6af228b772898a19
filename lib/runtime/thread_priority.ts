/** Linux's numbers for its call: whose priority is meant, and the lowest one there is. */
const [PRIO_PROCESS, CALLING_THREAD, LOWEST] = [0, 0, 19];

/**
 * Gives the calling thread, and the threads that it starts from now on, the lowest priority: they run where others
 * leave a processor idle. On Linux priorities belong to threads; elsewhere, and where libc cannot be reached, nothing
 * happens and `false` is returned.
 */
export function lowerThreadPriority(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const libc = Deno.dlopen("libc.so.6", {
      setpriority: { parameters: ["i32", "u32", "i32"], result: "i32" },
    });
    const lowered = libc.symbols.setpriority(PRIO_PROCESS, CALLING_THREAD, LOWEST) === 0;
    libc.close();
    return lowered;
  } catch {
    return false;
  }
}
