import { concatBytes } from "../../formats/bytes.ts";

/** Takes bytes off a stream of chunks by exact lengths, however the chunks are cut. */
export class ChunkReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);

  /** A reader of all bytes of `chunks`, which nothing else may read. */
  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /**
   * The next `length` bytes, as a copy; undefined where the stream ends before the last of them. No more memory
   * is held than bytes have come.
   */
  async take(length: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0;) {
      if (this.#held.length === 0) {
        const next = await this.#chunks.next();
        if (next.done) return undefined;
        this.#held = next.value;
      }
      const part = this.#held.subarray(0, missing);
      this.#held = this.#held.subarray(part.length);
      parts.push(part);
      missing -= part.length;
    }
    return concatBytes(parts);
  }
}
