function runs(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Whether a process has ended, or does so within 2 s: whoever inherits it may take a moment. */
export async function processEnds(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && runs(pid); i++) await new Promise((resolve) => setTimeout(resolve, 20));
  return !runs(pid);
}
