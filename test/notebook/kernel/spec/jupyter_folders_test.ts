import assert from "node:assert/strict";
import { join } from "node:path";
import { InputError } from "../../../../lib/errors.ts";
import {
  dataFolder,
  dataFolders,
  type FolderContext,
} from "../../../../lib/notebook/kernel/spec/jupyter_folders.ts";

const on = (os: typeof Deno.build.os, variables: Readonly<Record<string, string>>): FolderContext => ({
  os,
  env: (name) => variables[name],
});

Deno.test("the user's data folder is Jupyter's, system by system", () => {
  const home = { HOME: "/h" };
  assert.equal(dataFolder("user", on("linux", home)), "/h/.local/share/jupyter");
  assert.equal(dataFolder("user", on("linux", { ...home, XDG_DATA_HOME: "/x" })), "/x/jupyter");
  assert.equal(dataFolder("user", on("darwin", home)), "/h/Library/Jupyter");
  assert.equal(dataFolder("user", on("windows", { APPDATA: "/a" })), join("/a", "jupyter"));
  assert.equal(dataFolder("user", on("darwin", { ...home, JUPYTER_DATA_DIR: "/d" })), "/d");
});

Deno.test("a kernel goes below a prefix, or into the environment that is active", () => {
  assert.equal(dataFolder({ prefix: "/p" }), "/p/share/jupyter");
  assert.equal(dataFolder("environment", on("linux", { CONDA_PREFIX: "/c" })), "/c/share/jupyter");
  assert.throws(() => dataFolder("environment", on("linux", {})), InputError);
  const folders = dataFolders(on("linux", { HOME: "/h", VIRTUAL_ENV: "/v", JUPYTER_PATH: "/1:/2" }));
  assert.deepEqual(folders.slice(0, 4), ["/1", "/2", "/h/.local/share/jupyter", "/v/share/jupyter"]);
});
