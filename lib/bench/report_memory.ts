/**
 * Watches the memory of the program that it is loaded before, and writes the most that was in use, in bytes, when that
 * ends: into `peak-memory` in the cache folder.
 *
 * @module
 */
import { join } from "node:path";
import { cacheFolder } from "../hub/cache.ts";
import { watchMemory } from "./memory.ts";

const { peak } = watchMemory();
globalThis.addEventListener("unload", () => {
  Deno.writeTextFileSync(join(cacheFolder(), "peak-memory"), String(peak()));
});
