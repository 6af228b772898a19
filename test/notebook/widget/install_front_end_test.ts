import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  examineFrontEnd,
  installFrontEnd,
  uninstallFrontEnd,
} from "../../../lib/notebook/widget/install_front_end.ts";

/** Files below a folder, by their paths in it. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const files = entries.map(async ({ name, isFile }) =>
    isFile ? [name] : (await filesIn(join(folder, name))).map((file) => join(name, file))
  );
  return (await Promise.all(files)).flat().sort();
}

/** Modules that a module of a front end imports. */
const imports = async (file: string): Promise<string[]> =>
  [...(await Deno.readTextFile(file)).matchAll(/(?:from |import\(new URL\()"([^"]+\.js)"/g)]
    .map(([, name]) => join(dirname(file), name!));

Deno.test("the front end is installed whole in place of an older one, and removed without a trace", async () => {
  const data = await Deno.makeTempDir();
  try {
    const spec = join(data, "kernels", "stabledrag");
    await Deno.mkdir(spec, { recursive: true });
    await Deno.writeTextFile(join(spec, "kernel.json"), "{}");
    const extension = await installFrontEnd(data);
    await Deno.writeTextFile(join(extension, "old.js"), "");
    await installFrontEnd(data);
    const sources = fileURLToPath(new URL("../../../lib/notebook/widget/labextension", import.meta.url));
    assert.deepEqual(await filesIn(extension), await filesIn(sources));
    for (const folder of [extension, spec]) {
      for (const file of (await filesIn(folder)).filter((name) => name.endsWith(".js"))) {
        for (const imported of await imports(join(folder, file))) await Deno.stat(imported);
      }
    }
    await uninstallFrontEnd(data);
    await uninstallFrontEnd(data);
    assert.deepEqual(await filesIn(data), [join("kernels", "stabledrag", "kernel.json")]);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});

Deno.test("a front end is found to be there, to be another version, or to be missing", async () => {
  const data = await Deno.makeTempDir();
  try {
    const missing = await examineFrontEnd([data]);
    assert.ok(!missing.isFine && missing.words.startsWith(`in none of ${data}:`), missing.words);
    const extension = await installFrontEnd(data);
    assert.deepEqual(await examineFrontEnd([join(data, "nowhere"), data]), {
      subject: "widgets",
      isFine: true,
      words: extension,
    });
    await Deno.writeTextFile(join(extension, "static", "model.js"), "older");
    const older = await examineFrontEnd([data]);
    assert.ok(!older.isFine && older.words.includes("another version"), older.words);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
});
