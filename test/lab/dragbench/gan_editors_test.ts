import assert from "node:assert/strict";
import { ganEditors } from "../../../lib/lab/dragbench/gan_editors.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { repositoryPath } from "../../cli/run_cli.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

Deno.test("one w is no latent space for faces that are inverted in w+, which is said before any is", async () => {
  using folder = temporaryFolder();
  await using runtime = await openRuntime({ provider: "cpu" });
  const open = (inversion = {}): Promise<readonly { readonly method: string }[]> =>
    ganEditors({
      runtime,
      computed: { threads: 1, versions: {} },
      model: repositoryPath("test/fixtures/a64/model.pkl"),
      methods: ["draggan"],
      settings: { options: { latentSpace: "w" } },
      inversion,
      folder: folder.at("."),
    });
  await assert.rejects(open(), {
    message: 'Expected the latentSpace w+ for faces inverted in the space "w+" but found w, ' +
      'which takes inversions in "w".',
  });
  assert.deepEqual((await open({ space: "w" })).map(({ method }) => method), ["draggan"]);
});
