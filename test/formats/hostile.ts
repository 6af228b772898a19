import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";

/** What is hostile, the bytes, and what the error must say. */
export type Hostile = readonly [name: string, input: Uint8Array, message: RegExp];

/** A test, without any permission, that each sample is refused with its message within a second. */
export function refuses(
  reader: string,
  read: (bytes: Uint8Array) => unknown,
  kind: string,
  samples: readonly Hostile[],
): void {
  Deno.test({
    name: `${reader} refuses ${samples.length} samples with ${kind}`,
    permissions: "none",
    fn: () => {
      for (const [name, input, message] of samples) {
        const start = performance.now();
        assert.throws(() => read(input), (error) => {
          assert.ok(error instanceof FormatError, `${name}: ${error}`);
          assert.ok(message.test(error.message), `${name}: ${error.message}`);
          return true;
        }, name);
        assert.ok(performance.now() - start < 1000, `${name} takes a second`);
      }
    },
  });
}
