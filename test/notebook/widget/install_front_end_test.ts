import assert from "node:assert/strict";
import { join } from "node:path";
import {
  hasFrontEnd,
  installFrontEnd,
  uninstallFrontEnd,
} from "../../../lib/notebook/widget/install_front_end.ts";

Deno.test("the front end is installed whole in place of an older one, and removed without a trace", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.equal(await hasFrontEnd(folder), false);
    const extension = await installFrontEnd(folder);
    await Deno.writeTextFile(join(extension, "old.js"), "");
    await installFrontEnd(folder);
    assert.equal(await hasFrontEnd(folder), true);
    const sources = new URL("../../../lib/notebook/widget/labextension/", import.meta.url);
    const names = async (path: URL | string): Promise<string[]> =>
      (await Array.fromAsync(Deno.readDir(path), ({ name }) => name)).sort();
    assert.deepEqual(await names(extension), await names(sources));
    assert.deepEqual(await names(join(extension, "static")), await names(new URL("static/", sources)));
    await uninstallFrontEnd(folder);
    await uninstallFrontEnd(folder);
    assert.equal(await hasFrontEnd(folder), false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
