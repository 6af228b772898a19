import { InputError } from "../errors.ts";
import { firstDifference } from "../first_difference.ts";
import { type Provider } from "../runtime/protocol.ts";
import { type SpecInput } from "./spec.ts";

/** What a drag is and what it ran on. Drags of equal provenance are equal, bit by bit. */
export interface Provenance {
  /** The SPEC as it was written. */
  readonly spec: SpecInput;
  /** SHA-256 of the model's files, and of the numbers of what else was read. */
  readonly sha256: {
    readonly model: string;
    readonly latent?: string;
    readonly image?: string;
    readonly mask?: string;
    readonly text?: string;
    readonly lora?: string;
  };
  /** Versions of this package, Deno and ONNX Runtime. */
  readonly versions: Readonly<Record<string, string>>;
  /** Where it was computed. */
  readonly provider: Provider;
  /** Threads inside one operator; 0 stands for one per physical core. */
  readonly threads: number;
}

/**
 * Checks that what a folder holds is the drag that is asked for.
 *
 * @throws {InputError} naming the folder and the first field that differs.
 */
export function checkSameDrag(folder: string, held: Provenance, asked: Provenance): void {
  const asJson = ({ spec, sha256, versions, provider, threads }: Provenance): unknown =>
    JSON.parse(JSON.stringify({ spec, sha256, versions, provider, threads }));
  const difference = firstDifference(asJson(held), asJson(asked));
  if (difference === undefined) return;
  throw new InputError(
    `Expected ${folder} to be free or to hold this drag but found one with another ${difference}; ` +
      "choose another folder or add --overwrite.",
  );
}
