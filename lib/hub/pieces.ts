/** Bytes that are read at once. */
const PIECE = 16 << 20;

/**
 * The first bytes of a file, piece by piece, each overwritten by the next; fewer where the file ends before.
 *
 * @param size how many in all.
 */
export async function* pieces(file: Deno.FsFile, size: number): AsyncGenerator<Uint8Array, void, void> {
  const piece = new Uint8Array(Math.min(PIECE, size));
  for (let left = size; left > 0;) {
    const count = await file.read(piece);
    if (count === null) return;
    yield piece.subarray(0, Math.min(count, left));
    left -= count;
  }
}
