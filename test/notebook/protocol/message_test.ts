import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { FormatError } from "../../../lib/errors.ts";
import { decodeMessage, encodeMessage, newMessage } from "../../../lib/notebook/protocol/message.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const REQUEST = newMessage({
  type: "comm_msg",
  session: "s",
  content: { comm_id: "c", data: { text: "ü" } },
  buffers: [Uint8Array.of(1, 2), bytes("<IDS|MSG>")],
  identities: [bytes("way"), bytes("back")],
});

Deno.test("messages come back as they were, signed or not", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.array(fc.uint8Array()), fc.string(), (data, buffers, key) => {
    const content = JSON.parse(JSON.stringify({ data }));
    const message = newMessage({ type: "t", session: "s", content, buffers, parent: REQUEST });
    assert.deepEqual(decodeMessage(encodeMessage(message, key), key), message);
  }));
  assert.deepEqual(decodeMessage(encodeMessage(REQUEST, "k"), "k"), REQUEST);
});

Deno.test("the signature is HMAC-SHA256 over the four parts in hexadecimal digits", () => {
  const frames = encodeMessage(REQUEST, "key");
  const parts = frames.slice(4, 8);
  const expected = createHmac("sha256", "key").update(parts.map((p) => new TextDecoder().decode(p)).join(""));
  assert.equal(new TextDecoder().decode(frames[3]), expected.digest("hex"));
});

Deno.test("a message that was changed, or signed with another key, is refused", () => {
  const frames = encodeMessage(REQUEST, "key");
  for (const at of [3, 4, 5, 6, 7]) {
    const changed = frames.map((frame) => frame.slice());
    changed[at]![0]! ^= 1;
    assert.throws(() => decodeMessage(changed, "key"), /the signature of the message/);
  }
  assert.throws(() => decodeMessage(frames, "other"), FormatError);
  assert.throws(() => decodeMessage(frames, ""), FormatError);
  assert.throws(() => decodeMessage(encodeMessage(REQUEST, ""), "key"), FormatError);
});

Deno.test("frames that are no message are refused", () => {
  const whole = encodeMessage(REQUEST, "");
  for (let count = 0; count < 8; count++) {
    assert.throws(() => decodeMessage(whole.slice(0, count), ""), FormatError);
  }
  const replaced = (at: number, text: string): Uint8Array[] => whole.with(at, bytes(text));
  assert.throws(() => decodeMessage(replaced(4, "{}"), ""), /a header in JSON/);
  assert.throws(() => decodeMessage(replaced(7, "[1]"), ""), /a content in JSON/);
  assert.throws(() => decodeMessage(replaced(6, "{"), ""), /a metadata in JSON/);
  assert.throws(() => decodeMessage(replaced(5, '{"msg_id":1}'), ""), /a parent header in JSON/);
});
