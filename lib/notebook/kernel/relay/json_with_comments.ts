import { parse, type ParseError, printParseErrorCode } from "jsonc-parser";
import { InputError } from "../../../errors.ts";

/** Such as `line 2, column 5`. */
function placeIn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** Such as `ColonExpected` as `colon expected`. */
const inWords = (code: string): string => code.replace(/\B[A-Z]/g, " $&").toLowerCase();

/**
 * Reads JSON that may hold comments and commas before a closing bracket.
 *
 * @throws {InputError} naming the place where the text is something else.
 */
export function parseJsonWithComments(text: string): unknown {
  const errors: ParseError[] = [];
  const json = text.replace(/^\uFEFF/, "");
  const value: unknown = parse(json, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return value;
  const what = inWords(printParseErrorCode(first.error));
  throw new InputError(
    `Expected JSON with comments but found at ${placeIn(json, first.offset)}: ${what}.`,
  );
}
