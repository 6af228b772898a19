import { FormatError } from "../../errors.ts";

/** How many opcodes, and entries copied by what they call, one file may have. Real models need some 10⁴. */
const MAX_OPERATIONS = 1_000_000;
/** How deeply `torch.save` streams may be nested in each other. Real models need 1. */
const MAX_NESTING = 4;
/** Tensor memory allowed per input byte: bfloat16 doubles, and a few tensors may show the same storage. */
const BYTES_PER_INPUT_BYTE = 4;
/** Tensor memory allowed on top of that, for small files. */
const BYTES_ALWAYS = 1 << 16;

/** What reading one file may cost, nested streams included: a few bytes must not cost much time or memory. */
export class Budget {
  #operations = MAX_OPERATIONS;
  #nesting = MAX_NESTING;
  #bytes: number;

  /** For a file of `inputLength` bytes. */
  constructor(inputLength: number) {
    this.#bytes = BYTES_PER_INPUT_BYTE * inputLength + BYTES_ALWAYS;
  }

  /** Pays for `count` operations. @throws {FormatError} when the file has had its share. */
  operate(count = 1): void {
    this.#operations -= count;
    if (this.#operations < 0) {
      throw new FormatError("pickle", `Expected at most ${MAX_OPERATIONS} operations but found more.`);
    }
  }

  /** Pays for `count` bytes, before they are allocated. @throws {FormatError} when that is too many. */
  allocate(count: number): void {
    if (!(count <= this.#bytes)) {
      throw new FormatError(
        "pickle",
        `Expected tensors of at most ${this.#bytes} further bytes, by the file's size, but found ${count}.`,
      );
    }
    this.#bytes -= count;
  }

  /** Runs `read` on a stream inside the stream. @throws {FormatError} when that is nested too deeply. */
  nested<T>(read: () => T): T {
    if (this.#nesting === 0) {
      throw new FormatError("pickle", `Expected streams nested at most ${MAX_NESTING} deep but found more.`);
    }
    this.#nesting--;
    const value = read();
    this.#nesting++;
    return value;
  }
}
