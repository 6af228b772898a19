/** How a module ended, and what it printed. */
export interface ModuleRun {
  /** Exit status; 143 where it had to be stopped. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it complained of. */
  readonly stderr: string;
}

/**
 * Runs the source of a module in a process of its own with all permissions, in the project's folder. It is stopped
 * where it has not ended after a minute: what a worker that was left open does to it.
 */
export async function runModule(source: string): Promise<ModuleRun> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", source],
    cwd: new URL("..", import.meta.url),
    signal: AbortSignal.timeout(60_000),
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
