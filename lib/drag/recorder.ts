import { join } from "node:path";
import { inWritableFolder } from "../hub/in_writable_folder.ts";
import { writeAtomically } from "../hub/write_atomically.ts";
import { writeFile } from "../hub/write_file.ts";
import { writing } from "../hub/writing.ts";
import { type Checkpoint, encodeCheckpoint, withFrame } from "./checkpoint.ts";
import { type DragStep } from "./state.ts";
import { clearFolder, FILES, heldIn } from "./folder.ts";
import { type Provenance } from "./provenance.ts";
import { type RecordFile, stepLine } from "./record.ts";

/** Options of {@linkcode Recorder.open}. */
export interface RecorderOptions {
  /** Remove the drag that the folder holds, whatever it is (default false). */
  readonly overwrite?: boolean;
}

/**
 * The folder of a drag. Every step is appended to `steps.jsonl`, and all that the next one depends on is written
 * to `state.safetensors` at once or not at all, so that a drag killed at any moment goes on to an equal end. When
 * the drag is finished, `record.json` takes the place of that file.
 */
export class Recorder {
  readonly #folder: string;
  #checkpoint: Checkpoint;
  #length: number;

  private constructor(folder: string, checkpoint: Checkpoint, length: number) {
    this.#folder = folder;
    this.#checkpoint = checkpoint;
    this.#length = length;
  }

  /**
   * Opens a folder for a drag and goes on with what it holds of it; makes the folder where there is none.
   *
   * @returns "finished" where the folder holds the whole drag.
   * @throws {InputError} when it holds another drag, or files that a drag would replace, or cannot be written.
   */
  static async open(
    folder: string,
    provenance: Provenance,
    { overwrite = false }: RecorderOptions = {},
  ): Promise<Recorder | "finished"> {
    return await inWritableFolder(folder, async () => {
      await Deno.mkdir(folder, { recursive: true });
      await clearFolder(folder, () => overwrite);
      const held = await heldIn(folder, provenance);
      if (held === "finished") return held;
      const checkpoint = held ?? { provenance, lines: [], seconds: [], frames: [] };
      const steps = new TextEncoder().encode(linesOf(checkpoint));
      await writeAtomically(join(folder, FILES.checkpoint), encodeCheckpoint(checkpoint));
      await writeAtomically(join(folder, FILES.steps), steps);
      return new Recorder(folder, checkpoint, steps.length);
    });
  }

  /** What was recorded so far. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Records a step that took so many seconds. */
  async add(step: DragStep, seconds: number): Promise<void> {
    const line = stepLine(step);
    const { provenance, lines, seconds: before, frames } = this.#checkpoint;
    this.#checkpoint = {
      provenance,
      lines: [...lines, line],
      seconds: [...before, seconds],
      frames: withFrame(frames, { step: step.state.step, variable: step.state.variable }),
      state: step.state,
    };
    await this.#append(`${JSON.stringify(line)}\n`);
    // A step that ended the drag changed nothing: a drag that is killed now finds out again that it arrived.
    if (!step.stopped) await this.#write(FILES.checkpoint, encodeCheckpoint(this.#checkpoint));
  }

  /** Writes the results, last of all the record, and removes the state. */
  async finish(files: ReadonlyMap<string, Uint8Array>, record: RecordFile): Promise<void> {
    for (const [name, content] of files) await this.#write(name, content);
    await this.#write(FILES.record, `${JSON.stringify(record, undefined, 2)}\n`);
    await Deno.remove(join(this.#folder, FILES.checkpoint));
  }

  async #write(name: string, content: Uint8Array | string): Promise<void> {
    await writeFile(join(this.#folder, name), content);
  }

  /** Appends to the steps; what a full disk left of a line is removed. */
  async #append(line: string): Promise<void> {
    const path = join(this.#folder, FILES.steps);
    const bytes = new TextEncoder().encode(line);
    try {
      await writing(path, () => Deno.writeFile(path, bytes, { append: true }));
    } catch (error) {
      await Deno.truncate(path, this.#length).catch(() => {});
      throw error;
    }
    this.#length += bytes.length;
  }
}

const linesOf = ({ lines }: Checkpoint): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
