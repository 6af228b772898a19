import { type Schema } from "../schema.ts";

/**
 * What a small file of JSON holds that processes leave for each other; nothing where there is none, or one that cannot be
 * read, is cut off or holds something else: whoever wrote it writes it again.
 */
export async function readSound<T>(path: string, schema: Schema<T>): Promise<T | undefined> {
  try {
    return schema.safeParse(JSON.parse(await Deno.readTextFile(path))).data;
  } catch {
    return undefined;
  }
}
