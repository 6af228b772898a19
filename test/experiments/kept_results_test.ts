import assert from "node:assert/strict";
import { z } from "zod";
import { type KeptResults, keptResults } from "../../experiments/kept_results.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

const schema = z.object({ seed: z.number() });
type Result = z.infer<typeof schema>;

const opened = (
  path: string,
  settings: Record<string, unknown> = { steps: 3 },
): Promise<KeptResults<Result>> => keptResults({ path, settings, schema });

Deno.test("kept results are there when the script is started again", async () => {
  using folder = temporaryFolder();
  const path = folder.at("results.json");
  const first = await opened(path);
  assert.deepEqual(first.results, []);
  await first.keep({ seed: 0 });
  await first.keep({ seed: 1 });
  assert.deepEqual((await opened(path)).results, [{ seed: 0 }, { seed: 1 }]);
});

Deno.test("results of other settings, or of another kind, are refused and left as they are", async () => {
  using folder = temporaryFolder();
  const path = folder.write("results.json", { settings: { steps: 3 }, results: [{ seed: 0 }] });
  const before = await Deno.readTextFile(path);
  await assert.rejects(opened(path, { steps: 4 }), {
    name: "InputError",
    message:
      /results\.json: Expected results of the script's settings but found those of others, with another steps/,
  });
  assert.equal(await Deno.readTextFile(path), before);
  const other = folder.write("other.json", { settings: { steps: 3 }, results: [{}] });
  await assert.rejects(opened(other), {
    name: "InputError",
    message: /seed.*Expected number but found nothing/,
  });
});
