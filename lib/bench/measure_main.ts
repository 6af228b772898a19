/**
 * The program that `measureApart` starts: takes a job as JSON in its argument, writes what it costs as JSON to
 * standard output.
 *
 * @module
 */
import { measureStep, type StepJob } from "./measure_step.ts";

const write = (text: string, stream: { readonly writable: WritableStream<Uint8Array> }): Promise<void> =>
  ReadableStream.from([new TextEncoder().encode(text)]).pipeTo(stream.writable);

if (import.meta.main) {
  try {
    const cost = await measureStep(JSON.parse(Deno.args[0]!) as StepJob);
    await write(JSON.stringify(cost), Deno.stdout);
  } catch (error) {
    await write(String(error), Deno.stderr);
    Deno.exitCode = 1;
  }
}
