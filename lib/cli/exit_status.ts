import { CommanderError } from "commander";
import { InputError } from "../errors.ts";

/** A run was stopped by the user; the message says how to go on. */
export class Interrupted extends Error {
  /** Name of the class. */
  override readonly name: string = "Interrupted";
}

/** How a command goes on that was stopped; with `--overwrite` it would remove what it has done and start again. */
export const goesOn = (overwrite: boolean): string =>
  `the same command ${overwrite ? "without --overwrite " : ""}goes on from there`;

/** 0 done, 1 the work failed, 2 the command line or the input is wrong, 130 interrupted. */
export function exitStatus(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof InputError) return 2;
  return error instanceof Interrupted ? 130 : 1;
}

/** What a user reads of an error: its first line, and with `verbose` the stack with all causes. */
export function errorText(error: unknown, verbose: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const sentence = `error: ${error.message.split("\n", 1)[0]}`;
  return verbose ? `${sentence}\n${Deno.inspect(error)}` : sentence;
}
