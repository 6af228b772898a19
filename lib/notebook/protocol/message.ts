import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { FormatError } from "../../errors.ts";

/** Who sent a message, and what it is. */
export interface Header {
  /** Names the message; unique. */
  readonly msg_id: string;
  /** Names the client's or kernel's session. */
  readonly session: string;
  /** Who runs it. */
  readonly username: string;
  /** When it was made, in ISO 8601. */
  readonly date: string;
  /** Such as `"execute_request"`. */
  readonly msg_type: string;
  /** Version of the protocol, such as `"5.4"`. */
  readonly version: string;
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One thing by MIME types, as messages and notebooks have it: text, base 64 for binary types, or JSON. */
export type MediaBundle = Readonly<Record<string, unknown>>;

/** A message of Jupyter's protocol (https://jupyter-client.readthedocs.io/en/stable/messaging.html). */
export interface Message {
  /** What stood before the delimiter: the way back, or a publisher's topic. Empty for most. */
  readonly identities: readonly Uint8Array[];
  /** Says what it is. */
  readonly header: Header;
  /** The header of the message that caused it; empty where none did. */
  readonly parentHeader: Partial<Header>;
  /** What its sender says beside it. */
  readonly metadata: JsonObject;
  /** What its type demands. */
  readonly content: JsonObject;
  /** Bytes that are not JSON. */
  readonly buffers: readonly Uint8Array[];
}

/** What a new message is made of. */
export interface NewMessage {
  /** Such as `"execute_request"`. */
  readonly type: string;
  /** What the type demands. */
  readonly content: JsonObject;
  /** Session of the sender. */
  readonly session: string;
  /** The message that causes it. Default: none. */
  readonly parent?: Message;
  /** Default: empty. */
  readonly metadata?: JsonObject;
  /** Default: none. */
  readonly buffers?: readonly Uint8Array[];
  /** A publisher's topic. Default: none. */
  readonly identities?: readonly Uint8Array[];
}

const VERSION = "5.4";
const DELIMITER = "<IDS|MSG>";

const OBJECT = z.record(z.string(), z.unknown());
// Some senders leave out the date or the version, as older versions of the protocol do.
const HEADER = z.looseObject({
  msg_id: z.string(),
  session: z.string().default(""),
  username: z.string().default(""),
  date: z.string().default(""),
  msg_type: z.string(),
  version: z.string().default(VERSION),
});
const STRING = z.string().exactOptional();
const PARENT = z.looseObject({
  msg_id: STRING,
  session: STRING,
  username: STRING,
  date: STRING,
  msg_type: STRING,
  version: STRING,
});

/** A message with a fresh name and the present time. */
export const newMessage = (
  { type, content, session, parent, metadata = {}, buffers = [], identities = [] }: NewMessage,
): Message => ({
  identities,
  header: {
    msg_id: crypto.randomUUID(),
    session,
    username: "stabledrag",
    date: new Date().toISOString(),
    msg_type: type,
    version: VERSION,
  },
  parentHeader: parent?.header ?? {},
  metadata,
  content,
  buffers,
});

function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/**
 * The frames of a message, signed with `key` by HMAC-SHA256; not signed where the key is empty.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeMessage, encodeMessage, newMessage } from "./message.ts";
 * const message = newMessage({ type: "kernel_info_request", content: {}, session: "mine" });
 * assert.deepEqual(decodeMessage(encodeMessage(message, "key"), "key"), message);
 * assert.throws(() => decodeMessage(encodeMessage(message, "another"), "key"));
 * ```
 */
export function encodeMessage(message: Message, key: string): Uint8Array[] {
  const encoder = new TextEncoder();
  const parts = [message.header, message.parentHeader, message.metadata, message.content]
    .map((part) => encoder.encode(JSON.stringify(part)));
  const signature = encoder.encode(sign(parts, key));
  return [...message.identities, encoder.encode(DELIMITER), signature, ...parts, ...message.buffers];
}

const malformed = (expected: string, cause?: unknown): FormatError =>
  new FormatError("jupyter", `Expected ${expected} but found something else.`, { cause });

function parsePart<T>(bytes: Uint8Array, schema: z.ZodType<T>, name: string): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (cause) {
    throw malformed(`a ${name} in JSON`, cause);
  }
}

const isDelimiter = (frame: Uint8Array): boolean =>
  frame.length === DELIMITER.length && Buffer.from(frame).toString("latin1") === DELIMITER;

/**
 * Reads the frames of a message and checks its signature with `key`; where the key is empty, there must be none.
 *
 * @throws {FormatError} when the signature is not that of the message, or the frames are no message.
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): Message {
  const at = frames.findIndex(isDelimiter);
  const [signature, ...rest] = at < 0 ? [] : frames.slice(at + 1);
  const [header, parentHeader, metadata, content, ...buffers] = rest;
  if (!signature || !header || !parentHeader || !metadata || !content) {
    throw malformed(`a message of ${DELIMITER}, a signature and four parts`);
  }
  const expected = Buffer.from(sign([header, parentHeader, metadata, content], key));
  if (expected.length !== signature.length || !timingSafeEqual(expected, signature)) {
    throw malformed("the signature of the message");
  }
  return {
    identities: frames.slice(0, at),
    header: parsePart(header, HEADER, "header"),
    parentHeader: parsePart(parentHeader, PARENT, "parent header"),
    metadata: parsePart(metadata, OBJECT, "metadata"),
    content: parsePart(content, OBJECT, "content"),
    buffers,
  };
}
