import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../../lib/errors.ts";
import { ChunkReader } from "../../../lib/notebook/protocol/chunk_reader.ts";
import { encodeCommand, encodeFrames } from "../../../lib/notebook/protocol/frame.ts";
import { type MessageLimits, readTraffic, type Traffic } from "../../../lib/notebook/protocol/traffic.ts";
import { concatBytes } from "../../../lib/formats/bytes.ts";

/** The bytes in pieces, each as long as the next of `lengths`; the last one has the rest. */
async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield await Promise.resolve(bytes.subarray(at, at + length));
    at += length;
  }
  yield bytes.subarray(at);
}

async function trafficOf(
  bytes: Uint8Array,
  lengths: readonly number[] = [],
  limits?: MessageLimits,
): Promise<Traffic[]> {
  return await Array.fromAsync(readTraffic(new ChunkReader(cut(bytes, lengths)), limits));
}

const FRAME = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  // Frames that need eight bytes for their size.
  fc.integer({ min: 254, max: 700 }).map((length) => new Uint8Array(length).map((_, i) => i)),
);
const MESSAGE = fc.array(FRAME, { minLength: 1, maxLength: 4 }).map((frames): Traffic => ({ frames }));
const COMMAND = fc.tuple(fc.stringMatching(/^[A-Z]{1,9}$/), fc.uint8Array({ maxLength: 9 }))
  .map(([name, data]): Traffic => ({ command: { name, data } }));

const encode = (traffic: Traffic): Uint8Array =>
  "frames" in traffic
    ? encodeFrames(traffic.frames)
    : encodeCommand(traffic.command.name, traffic.command.data);

Deno.test("traffic cut at any places comes out the same", async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.oneof(MESSAGE, COMMAND), { maxLength: 5 }),
    fc.array(fc.nat(40), { maxLength: 40 }),
    async (sent, lengths) => {
      assert.deepEqual(await trafficOf(concatBytes(sent.map(encode)), lengths), sent);
    },
  ));
});

Deno.test("bytes that end early give the traffic before, and nothing of what was begun", async () => {
  await fc.assert(fc.asyncProperty(MESSAGE, MESSAGE, fc.nat(2000), async (first, second, lost) => {
    const [whole, half] = [encode(first), encode(second)];
    const kept = Math.max(0, half.length - 1 - lost);
    assert.deepEqual(await trafficOf(concatBytes([whole, half.subarray(0, kept)])), [first]);
  }));
});

Deno.test("any bytes are read or refused", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
    await trafficOf(bytes).catch((error) => assert(error instanceof FormatError));
  }));
});

Deno.test("a command may come between the frames of a message", async () => {
  const [first, second] = [Uint8Array.of(1, 1, 7), Uint8Array.of(0, 1, 8)];
  const ping = encodeCommand("PING", Uint8Array.of(0, 0));
  assert.deepEqual(await trafficOf(concatBytes([first, ping, second])), [
    { command: { name: "PING", data: Uint8Array.of(0, 0) } },
    { frames: [Uint8Array.of(7), Uint8Array.of(8)] },
  ]);
});

Deno.test("a message over the limits is refused before its bytes have come", async () => {
  const limits = { bytes: 10, frames: 2 };
  const bytes = (...sizes: number[]): Uint8Array => encodeFrames(sizes.map((size) => new Uint8Array(size)));
  assert.equal((await trafficOf(bytes(4, 6), [], limits)).length, 1);
  await assert.rejects(trafficOf(bytes(4, 7), [], limits), /at most 6 bytes more but found 7/);
  await assert.rejects(trafficOf(bytes(1, 1, 1), [], limits), /at most 2 frames but found more/);
  const huge = Uint8Array.of(2, 255, 255, 255, 255, 255, 255, 255, 255);
  await assert.rejects(trafficOf(huge), /at most 268435456 bytes/);
});

Deno.test("flags that ZMTP 3 does not know and commands without a name are refused", async () => {
  for (const bytes of [[8, 0], [5, 0], [4, 0], [4, 3, 9, 65, 66], [4, 1, 0]]) {
    await assert.rejects(trafficOf(Uint8Array.from(bytes)), FormatError);
  }
});
