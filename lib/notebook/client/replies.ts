import { z } from "zod";
import { FormatError } from "../../errors.ts";
import { type JsonObject } from "../protocol/message.ts";
import { type ErrorOutput } from "./output.ts";

/** What a kernel replies to an execute_request. */
export interface ExecuteReply {
  /** How it ended. */
  readonly status: "ok" | "error" | "aborted";
  /** Number of the execution; null where the kernel does not count it. */
  readonly executionCount: number | null;
  /** Where it ended by an error. */
  readonly error: ErrorOutput | undefined;
}

/** What might stand before a position in code. */
export interface Completion {
  /** Names, best first. */
  readonly matches: readonly string[];
  /** They replace the code from here … */
  readonly start: number;
  /** … to here. */
  readonly end: number;
}

/** Whether code could be executed as it stands, or goes on, or is wrong. */
export type Completeness = "complete" | "incomplete" | "invalid" | "unknown";

const EXECUTE = z.object({
  status: z.enum(["ok", "error", "aborted"]),
  execution_count: z.int().nullable().default(null),
  ename: z.string().default("Error"),
  evalue: z.string().default(""),
  traceback: z.array(z.string()).default([]),
});
const COMPLETE = z.object({ matches: z.array(z.string()), cursor_start: z.int(), cursor_end: z.int() });
const IS_COMPLETE = z.object({ status: z.enum(["complete", "incomplete", "invalid", "unknown"]) });

function parse<T>(schema: z.ZodType<T>, content: JsonObject, name: string): T {
  const { data, error } = schema.safeParse(content);
  if (data !== undefined) return data;
  throw new FormatError("jupyter", `Expected ${name} but found something else.`, { cause: error });
}

/**
 * Reads the content of an execute_reply.
 *
 * @throws {FormatError} when it is none.
 */
export function parseExecuteReply(content: JsonObject): ExecuteReply {
  const { status, execution_count, ename, evalue, traceback } = parse(EXECUTE, content, "an execute_reply");
  const error = status === "error" ? { output_type: "error" as const, ename, evalue, traceback } : undefined;
  return { status, executionCount: execution_count, error };
}

/**
 * Reads the content of a complete_reply.
 *
 * @throws {FormatError} when it is none.
 */
export function parseCompletion(content: JsonObject): Completion {
  const { matches, cursor_start, cursor_end } = parse(COMPLETE, content, "a complete_reply");
  return { matches, start: cursor_start, end: cursor_end };
}

/**
 * Reads the content of an is_complete_reply.
 *
 * @throws {FormatError} when it is none.
 */
export const parseCompleteness = (content: JsonObject): Completeness =>
  parse(IS_COMPLETE, content, "an is_complete_reply").status;
