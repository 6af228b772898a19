import { dirname } from "node:path";
import { z } from "zod";
import { inFile, InputError } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { parseJson } from "../../parse_json.ts";
import { checkSchema } from "../../schema.ts";

/** How a kernel is started and interrupted. */
export interface KernelCommand {
  /** Program and arguments; `{connection_file}` in them stands for the path of that file. */
  readonly argv: readonly [string, ...string[]];
  /** Variables that its environment has beside ours. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it is interrupted by SIGINT or by a message. */
  readonly interrupt: "signal" | "message";
}

const SPEC = z.object({
  argv: z.tuple([z.string().min(1)], z.string()),
  env: z.record(z.string(), z.string()).default({}),
  interrupt_mode: z.enum(["signal", "message"]).default("signal"),
});

/** Deno's own kernel, in the version that runs this. */
export const denoKernel = (): KernelCommand => ({
  argv: [Deno.execPath(), "jupyter", "--quiet", "--kernel", "--conn", "{connection_file}"],
  env: {},
  interrupt: "signal",
});

/**
 * Reads the text of a kernel spec, `kernel.json`.
 *
 * @param folder where the file is: `{resource_dir}` in its arguments.
 * @throws {InputError} naming the first field that is wrong, or where no argument holds `{connection_file}`.
 */
export function parseKernelSpec(text: string, folder: string): KernelCommand {
  const { argv, env, interrupt_mode: interrupt } = checkSchema(SPEC, parseJson(text));
  const [program, ...rest] = argv.map((word) => word.replaceAll("{resource_dir}", folder));
  if (!rest.some((word) => word.includes("{connection_file}"))) {
    throw new InputError("Expected {connection_file} in the arguments of a kernel spec but found none.");
  }
  return { argv: [program!, ...rest], env, interrupt };
}

/**
 * Reads a kernel spec from its file.
 *
 * @throws {InputError} naming the file, when it is none.
 */
export async function readKernelSpec(path: string): Promise<KernelCommand> {
  const bytes = await readInputFile(path, "a kernel spec");
  return inFile(path, () => parseKernelSpec(new TextDecoder().decode(bytes), dirname(path)));
}
