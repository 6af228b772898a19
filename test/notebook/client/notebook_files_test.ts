import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { kernelsAtOnce } from "../../../lib/notebook/client/kernels_at_once.ts";
import { findNotebooks, readNotebook } from "../../../lib/notebook/client/notebook_files.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";

Deno.test("notebooks are found by how their names begin and by paths, each once", async () => {
  using folder = temporaryFolder();
  const [second, first] = ["02-b.ipynb", "01-a.ipynb"].map((name) => folder.write(name, "{}"));
  folder.write("readme.md", "");
  const find = (...names: string[]): Promise<string[]> => findNotebooks(folder.at(), names);
  assert.deepEqual(await find(), [first, second]);
  assert.deepEqual(await find("02"), [second]);
  assert.deepEqual(await find("02", "0"), [second, first]);
  assert.deepEqual(await find("01-a.ipynb", "x/y.ipynb"), [first, "x/y.ipynb"]);
  await assert.rejects(find("03"), { name: "InputError", message: /notebook 03 .* 01-a.ipynb, 02-b.ipynb/ });
  await assert.rejects(find("02", "x/02-b.ipynb"), { name: "InputError", message: /02-b.ipynb twice/ });
  await assert.rejects(findNotebooks(folder.at("nowhere"), []), InputError);
});

Deno.test("a file that is no notebook is named", async () => {
  using folder = temporaryFolder();
  const path = folder.write("a.ipynb", "{}");
  await assert.rejects(readNotebook(path), {
    name: "InputError",
    message: /a\.ipynb: ipynb: metadata: Expected object but found nothing\.$/,
  });
});

Deno.test("kernels are as many as cores and memory allow, at least one", () => {
  const gib = 2 ** 30;
  const counts = [[4, 32], [4, 5], [2, 1], [1, 64]].map(([cores, memory]) =>
    kernelsAtOnce({ cores: cores!, memory: memory! * gib })
  );
  assert.deepEqual(counts, [4, 2, 1, 1]);
});
