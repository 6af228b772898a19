import { z } from "zod";
import { writeFile } from "../hub/write_file.ts";
import { writing } from "../hub/writing.ts";
import { ifThere } from "../hub/if_there.ts";
import { parseJsonLines } from "../json_lines.ts";

/** What is kept of a step. */
export interface LoggedStep {
  /** Its number, counted from 0. */
  readonly step: number;
  /** The loss before the update. */
  readonly loss: number;
  /** Norm of the gradient before it was clipped. */
  readonly norm: number;
  /** How long it took. */
  readonly seconds: number;
}

const LINE = z.object({
  step: z.int().nonnegative(),
  loss: z.number(),
  norm: z.number(),
  seconds: z.number(),
});

/**
 * The steps in a log, one JSON object a line; none where there is no file. A last line that was only half written is left
 * out.
 *
 * @throws {InputError} naming the file and the line that is something else.
 */
export async function readLossLog(path: string): Promise<LoggedStep[]> {
  const text = await ifThere(Deno.readTextFile(path)) ?? "";
  return parseJsonLines(path, text.split("\n").slice(0, -1), LINE, "a step of a training");
}

const lineOf = (step: LoggedStep): string => `${JSON.stringify(step)}\n`;

/** A log that steps are added to. */
export class LossLog {
  /** Steps that wait to be written. */
  #waiting: LoggedStep[] = [];

  private constructor(readonly path: string) {}

  /** A log that goes on at a step: what it says of that step and later ones is forgotten. */
  static async open(path: string, step: number): Promise<LossLog> {
    const kept = (await readLossLog(path)).filter((line) => line.step < step);
    const text = kept.map(lineOf).join("");
    // Half a line at the end would spoil the next one.
    if ((await ifThere(Deno.readTextFile(path)) ?? "") !== text) await writeFile(path, text);
    return new LossLog(path);
  }

  /** Adds a step, which is written by the next {@linkcode write}. */
  add(step: LoggedStep): void {
    this.#waiting.push(step);
  }

  /** Writes the steps that were added: do it whenever the state is written, so that both tell of the same steps. */
  async write(): Promise<void> {
    const text = this.#waiting.map(lineOf).join("");
    await writing(this.path, () => Deno.writeTextFile(this.path, text, { append: true }));
    this.#waiting = [];
  }
}
