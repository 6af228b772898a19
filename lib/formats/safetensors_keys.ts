import { SafetensorsError } from "./safetensors_error.ts";

/** The header is an object of objects of lists. */
const DEEPEST = 3;

/**
 * Looks through JSON text for what `JSON.parse` does not mind, in one pass: equal keys in one object, of which
 * it would keep the last, and deep nesting.
 *
 * @throws {SafetensorsError} when it finds either; other faults are left to `JSON.parse`.
 */
export function checkKeys(text: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") open.push(new Set());
    if (character === "}" || character === "]") open.pop();
    if (open.length > DEEPEST) {
      throw new SafetensorsError("header syntax", `Expected at most ${DEEPEST} nested braces and brackets.`);
    }
    if (character !== '"') continue;
    const end = endOfString(text, at);
    if (followedByColon(text, end)) addKey(open.at(-1), text.slice(at, end));
    at = end - 1;
  }
}

/** Where the string that starts at `start` ends, its quote included. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  throw new SafetensorsError("header syntax", `Expected a closing quote for the one at character ${start}.`);
}

function followedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return text[at] === ":";
}

function addKey(keys: Set<string> | undefined, quoted: string): void {
  const key = unquoted(quoted);
  if (keys?.has(key)) {
    throw new SafetensorsError("duplicate key", `Expected every key once but found ${quoted} twice.`);
  }
  keys?.add(key);
}

/** Equal keys may be escaped in different ways. */
function unquoted(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch (cause) {
    throw new SafetensorsError("header syntax", `Expected a JSON string but found ${quoted.slice(0, 80)}.`, {
      cause,
    });
  }
}
