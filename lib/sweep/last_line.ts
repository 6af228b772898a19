/** Reads a stream of text to its end, and keeps the last line that says something. */
export async function lastLineOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let rest = "";
  let last = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    last = lines.findLast((line) => line.trim() !== "") ?? last;
  }
  return rest.trim() === "" ? last : rest;
}
