import { join } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../hub/cache.ts";
import { isThere } from "../hub/is_there.ts";
import { sha256OfText } from "../hub/sha256.ts";
import { type DiffusionSize, RECIPES, SCHEDULER } from "./diffusion_recipes.ts";
import { measureApart } from "./measure_apart.ts";

/** How large its files are. */
const BYTES: Readonly<Record<DiffusionSize, string>> = { small: "11 MB", sd15: "2.1 GB" };

/**
 * The folder of a model of random weights in the user's cache. It is made once, in a process of its own, whose memory is
 * given back; it may be removed at any time.
 *
 * @param note hears that it is made, which takes a minute for the large one.
 * @throws {Error} when it cannot be made.
 */
export async function randomModel(size: DiffusionSize, note: (text: string) => void): Promise<string> {
  const recipe = await sha256OfText(JSON.stringify([RECIPES[size], SCHEDULER]));
  const folder = join(cacheFolder(), "bench", `random-${size}-${recipe.slice(0, 8)}`);
  if (await isThere(folder)) return folder;
  note(`writing a model of random weights to ${folder}, ${BYTES[size]}`);
  const done = z.object({ folder: z.string() });
  return (await measureApart("model", { folder, size }, done, `The model ${size}`)).folder;
}
