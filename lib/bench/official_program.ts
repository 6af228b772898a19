import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { InputError } from "../errors.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { runProgram } from "../run_program.ts";
import { checkSchema, type Schema } from "../schema.ts";
import { type Tensor } from "../tensor.ts";

/** Other people's program to compare with. */
export interface OfficialProgram {
  /** Folder of an official checkout. */
  readonly checkout: string;
  /** A Python that can run it. */
  readonly python: string;
}

/** Handles after each step, [x, y] in pixels of the picture. */
export const HANDLES: Schema<[number, number][][]> = z.array(z.array(z.tuple([z.number(), z.number()])));

/** What all scripts answer, for zod schemas. */
export const REPLY_FIELDS: {
  readonly seconds: Schema<number>;
  readonly peak_memory: Schema<number>;
  readonly torch: Schema<string>;
  readonly handles: typeof HANDLES;
} = {
  seconds: z.number().positive(),
  peak_memory: z.number().positive(),
  torch: z.string(),
  handles: HANDLES,
};

/** What a program consists of. */
export interface OfficialNeeds {
  /** What it is called. */
  readonly what: string;
  /** Files of its checkout, relative to its folder. */
  readonly files: readonly string[];
  /** Modules of Python that it imports. */
  readonly modules: readonly string[];
}

/**
 * Checks that there is a checkout, and a Python that can run it.
 *
 * @throws {InputError} when there is none.
 */
export async function checkProgram(
  { checkout, python }: OfficialProgram,
  { what, files, modules }: OfficialNeeds,
): Promise<void> {
  for (const file of files) {
    const info = await Deno.stat(join(checkout, file)).catch(() => undefined);
    if (!info?.isFile) {
      throw new InputError(`Expected a checkout of ${what} with ${file} at ${checkout} but found none.`);
    }
  }
  try {
    await runProgram(python, ["-c", `import ${modules.join(", ")}`], "Importing them");
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { message } = cause as Error;
    throw new InputError(`Expected a Python with ${modules.join(", ")} at ${python}. ${message}.`, { cause });
  }
}

/**
 * Runs one of the scripts that drive a checkout, and reads what it prints.
 *
 * @param script name of the file beside this one; its arguments are the checkout, and a JSON file of the job.
 * @param tensors what the job's `problem`, a safetensors file, holds.
 * @param job the rest of it, as JSON.
 */
export async function runScript<T>(
  { checkout, python }: OfficialProgram,
  script: string,
  tensors: Readonly<Record<string, Tensor>>,
  job: Readonly<Record<string, unknown>>,
  reply: Schema<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-official-" });
  try {
    const [problem, file] = [join(folder, "problem.safetensors"), join(folder, "job.json")];
    await Deno.writeFile(problem, encodeSafetensors(new Map(Object.entries(tensors))));
    await Deno.writeTextFile(file, JSON.stringify({ ...job, problem }));
    const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
    return checkSchema(
      reply,
      JSON.parse(await runProgram(python, [path, checkout, file], "The official step")),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
