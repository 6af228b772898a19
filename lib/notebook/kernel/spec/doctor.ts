import { join } from "node:path";
import { Kernel } from "../../client/kernel.ts";
import { type KernelCommand, readKernelSpec } from "../../client/kernel_command.ts";
import { specFolder } from "./install.ts";
import { isThere } from "../../../hub/is_there.ts";
import { messageOf } from "../../../message_of.ts";

/** How a look at the kernel ended. */
export interface Finding {
  /** What was looked at. */
  readonly subject: string;
  /** Whether it is as it should be. */
  readonly isFine: boolean;
  /** What was found. */
  readonly words: string;
}

const missing = async (paths: readonly string[]): Promise<string[]> => {
  const there = await Promise.all(paths.map(isThere));
  return paths.filter((_, i) => !there[i]);
};

const failure = (subject: string, error: unknown): Finding => ({
  subject,
  isFine: false,
  words: messageOf(error),
});

/** Executes code and compares what comes of it, as text. */
async function tryCode(kernel: Kernel, subject: string, code: string, expected: string): Promise<Finding> {
  const start = performance.now();
  const { outputs } = await kernel.client.execute(code, { timeout: 60_000 });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const isFine = JSON.stringify(outputs).includes(expected);
  return { subject, isFine, words: isFine ? `after ${seconds} s` : `gave ${JSON.stringify(outputs)}` };
}

async function tryKernel(command: KernelCommand): Promise<Finding[]> {
  const cwd = await Deno.makeTempDir({ prefix: "stabledrag-doctor-" });
  try {
    await using kernel = await Kernel.start(command, { cwd });
    return [
      await tryCode(kernel, "executes 1 + 1", "1 + 1", '"text/plain":"2"'),
      await tryCode(
        kernel,
        'imports "stabledrag"',
        'import { drag } from "stabledrag"; typeof drag',
        "function",
      ),
    ];
  } catch (error) {
    return [failure("starts", error)];
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/**
 * Looks whether the kernel is installed and works: its spec, the files that the spec names, and the kernel itself.
 *
 * @param folders Jupyter's data folders, the first before the others.
 */
export async function examineKernel(folders: readonly string[]): Promise<Finding[]> {
  const specs = folders.map((folder) => join(specFolder(folder), "kernel.json"));
  const absent = await missing(specs);
  const path = specs.find((spec) => !absent.includes(spec));
  const subject = "kernel spec";
  if (path === undefined) {
    const words = `in none of ${folders.join(", ")}: "deno task kernel install" makes it`;
    return [{ subject, isFine: false, words }];
  }
  try {
    const command = await readKernelSpec(path);
    const gone = await missing(command.argv.filter((word, i) => i === 0 || /\.(ts|json)$/.test(word)));
    const found = { subject, isFine: gone.length === 0, words: path };
    if (gone.length === 0) return [found, ...await tryKernel(command)];
    const words = `${path} names ${gone.join(" and ")}, gone: "deno task kernel install" mends it`;
    return [{ ...found, words }];
  } catch (error) {
    return [failure(subject, error)];
  }
}
