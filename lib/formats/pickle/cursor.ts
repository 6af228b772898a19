import { FormatError } from "../../errors.ts";
import { ByteReader } from "../bytes.ts";
import { utf8 } from "./text.ts";

const NEWLINE = 10;

/** Reads the arguments of opcodes, never past the end of the bytes. */
export class Cursor extends ByteReader {
  readonly #bytes: Uint8Array;

  /** Starts at the first of `bytes`, which are not copied. */
  constructor(bytes: Uint8Array) {
    super("pickle", bytes, "little");
    this.#bytes = bytes;
  }

  /** The next `count` bytes, not copied; a negative count is refused. */
  override take(count: number): Uint8Array {
    if (count < 0) throw new FormatError("pickle", `Expected a length but found ${count}.`);
    return super.take(count);
  }

  /** The bytes up to the next newline, which is skipped. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(NEWLINE, this.position);
    if (end < 0) {
      throw new FormatError("pickle", `Expected a newline after byte ${this.position} but found none.`);
    }
    return this.take(end + 1 - this.position).subarray(0, -1);
  }

  /** The next `count` bytes as UTF-8. */
  text(count: number): string {
    return utf8(this.take(count));
  }

  /** The line up to the next newline as UTF-8. */
  textLine(): string {
    return utf8(this.line());
  }

  /** The next eight bytes, unsigned, as a length; rounded beyond 2^53, where no length is right. */
  length64(): number {
    return Number(this.uint64());
  }

  /** A double as pickles write it: big-endian. */
  bigEndianFloat64(): number {
    return new ByteReader("pickle", this.take(8), "big").float64();
  }

  /** Begins a frame, which only says that its bytes are there. */
  frame(): void {
    const length = this.length64();
    if (length > this.remaining) {
      throw new FormatError("pickle", `Expected a frame of ${length} bytes but found ${this.remaining}.`);
    }
  }
}
