import { join } from "node:path";

/**
 * The folder for converted weights: `STABLEDRAG_CACHE`, else `stabledrag` in the user's cache folder
 * (`XDG_CACHE_HOME`, `LOCALAPPDATA` on Windows, else `~/.cache`). An empty variable counts as none.
 */
export function cacheFolder(
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): string {
  const own = env("STABLEDRAG_CACHE");
  if (own) return own;
  const base = env("XDG_CACHE_HOME") || env("LOCALAPPDATA") || join(env("HOME") || ".", ".cache");
  return join(base, "stabledrag");
}
