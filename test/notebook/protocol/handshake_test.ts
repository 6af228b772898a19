import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../../lib/errors.ts";
import { concatBytes } from "../../../lib/formats/bytes.ts";
import { ChunkReader } from "../../../lib/notebook/protocol/chunk_reader.ts";
import { encodeCommand } from "../../../lib/notebook/protocol/frame.ts";
import {
  encodeGreeting,
  encodeReady,
  type PeerProperties,
  readHandshake,
} from "../../../lib/notebook/protocol/handshake.ts";

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const shake = (...bytes: Uint8Array[]): Promise<PeerProperties> =>
  readHandshake(new ChunkReader(whole(concatBytes(bytes))), "ROUTER");

const DEALER = encodeReady({ type: "DEALER", identity: Uint8Array.of(5, 6) });

Deno.test("a handshake tells the peer's type and identity", async () => {
  assert.deepEqual(await shake(encodeGreeting(), DEALER), { type: "DEALER", identity: Uint8Array.of(5, 6) });
  const nameless = encodeReady({ type: "REQ", identity: new Uint8Array(0) });
  assert.deepEqual(await shake(encodeGreeting(), nameless), { type: "REQ", identity: new Uint8Array(0) });
});

Deno.test("a handshake of something else is refused, saying what it was", async () => {
  const greeting = (at: number, ...bytes: number[]): Uint8Array => {
    const changed = encodeGreeting();
    changed.set(bytes, at);
    return changed;
  };
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
  const cases: [RegExp, ...Uint8Array[]][] = [
    [/greeting of a ZeroMQ peer but found something else/, ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n")],
    [/ZMTP 3 but found version 1/, greeting(10, 1)],
    [/mechanism NULL but found "CURVE"/, greeting(12, ...ascii("CURVE"))],
    [/the connection ended/, encodeGreeting().subarray(0, 40)],
    [/the connection ended/, encodeGreeting(), DEALER.subarray(0, 20)],
    [/READY but found a message/, encodeGreeting(), Uint8Array.of(0, 1, 1)],
    [/found "ERROR": no/, encodeGreeting(), encodeCommand("ERROR", ascii("\x02no"))],
    [/half of one/, encodeGreeting(), encodeCommand("READY", ascii("\x04type"))],
    [
      /DEALER or REQ or ROUTER but found "SUB"/,
      greeting(0),
      encodeReady({ type: "SUB", identity: ascii("") }),
    ],
  ];
  for (const [message, ...bytes] of cases) await assert.rejects(shake(...bytes), { message });
});

Deno.test("any bytes are a handshake or refused", async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
    await assert.rejects(shake(bytes), FormatError);
    await assert.rejects(shake(encodeGreeting(), encodeCommand("READY", bytes)), FormatError);
  }));
});
