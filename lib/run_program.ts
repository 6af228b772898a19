import { InputError } from "./errors.ts";

/** The last line of a text that says something. */
const lastLine = (text: string): string => text.trim().split("\n").at(-1)!;

async function outputOf(program: string, args: readonly string[]): Promise<Deno.CommandOutput> {
  try {
    return await new Deno.Command(program, { args: [...args], stdin: "null" }).output();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new InputError(`Expected a program at ${program} but found none.`, { cause });
  }
}

/**
 * Runs a program to its end and returns what it wrote to standard output.
 *
 * @param what what it does, for the message: "The step of stylegan2-512".
 * @throws {InputError} when there is no such program.
 * @throws {Error} when it fails; the last line it wrote to standard error is the message.
 */
export async function runProgram(program: string, args: readonly string[], what: string): Promise<string> {
  const { success, code, stdout, stderr } = await outputOf(program, args);
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${what} failed: ${lastLine(text(stderr)) || `exit status ${code}`}`);
  return text(stdout);
}
