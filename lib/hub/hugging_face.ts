import { join } from "node:path";
import { InputError } from "../errors.ts";
import { isFolder } from "./is_folder.ts";

/**
 * The folder in which Hugging Face's tools keep models: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else in the user's cache. In these
 * variables a leading `~` is the user's home.
 */
export function huggingFaceCache(
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string {
  const home = env("HOME") || ".";
  const folder = (name: string): string | undefined => env(name)?.replace(/^~(?=\/|$)/, home) || undefined;
  const cache = (): string => folder("XDG_CACHE_HOME") ?? join(home, ".cache");
  return folder("HF_HUB_CACHE") ?? join(folder("HF_HOME") ?? join(cache(), "huggingface"), "hub");
}

/** Whether a text is a model's name at Hugging Face, such as `org/name`, with a revision after an `@` or without. */
export const isHubName = (text: string): boolean => /^[\w-][\w.-]*\/[\w-][\w.-]*(@[\w.-]+)?$/.test(text);

/**
 * The folder of a revision in a model's folder of the cache, `models--org--name`: `refs/<revision>` holds the name of
 * one of its `snapshots/`, or the revision is that name itself. Without a ref of that name, the only snapshot.
 *
 * @throws {InputError} when there is none.
 */
export async function snapshotIn(folder: string, revision = "main"): Promise<string> {
  const commit = await Deno.readTextFile(join(folder, "refs", revision)).catch(() => revision);
  const named = join(folder, "snapshots", commit.trim());
  if (/^[\w.-]+$/.test(commit.trim()) && await isFolder(named)) return named;
  const all = await Array.fromAsync(Deno.readDir(join(folder, "snapshots"))).catch(() => []);
  if (revision === "main" && all.length === 1) return join(folder, "snapshots", all[0]!.name);
  throw new InputError(
    `Expected a snapshot of the revision ${revision} in ${folder} but found ${
      all.map(({ name }) => name).sort().join(", ") || "none"
    }.`,
  );
}

/**
 * The folder of a model in Hugging Face's cache on this machine; nothing is fetched.
 *
 * @param name `org/name`, or `org/name@revision` (default revision "main").
 * @throws {InputError} when it is not there.
 */
export async function huggingFaceSnapshot(name: string, cache: string = huggingFaceCache()): Promise<string> {
  const [model, revision] = name.split("@") as [string, string?];
  const folder = join(cache, `models--${model.replace("/", "--")}`);
  if (await isFolder(folder)) return await snapshotIn(folder, revision);
  throw new InputError(
    `Expected a folder or a model in Hugging Face's cache but found neither ${name} nor ${folder}; ` +
      `\`hf download ${model}\` fetches it where that tool is installed.`,
  );
}
