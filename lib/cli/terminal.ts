type Stream = { writeSync(bytes: Uint8Array): number };

function writeAll(stream: Stream, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
}

/** Writes lines to standard output: what was asked for. */
export const print = (text: string): void => writeAll(Deno.stdout, `${text}\n`);

/** Writes lines to standard error: progress, warnings and errors. */
export const note = (text: string): void => writeAll(Deno.stderr, `${text}\n`);
