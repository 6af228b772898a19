import assert from "node:assert/strict";
import { cacheFolder } from "../../lib/hub/cache.ts";

const at = (variables: Readonly<Record<string, string>>): string => cacheFolder((name) => variables[name]);

Deno.test("the cache is in the first folder that the environment names", () => {
  const all = { STABLEDRAG_CACHE: "/own", XDG_CACHE_HOME: "/x", LOCALAPPDATA: "/local", HOME: "/h" };
  assert.equal(at(all), "/own");
  assert.equal(at({ ...all, STABLEDRAG_CACHE: "" }), "/x/stabledrag");
  assert.equal(at({ LOCALAPPDATA: "/local", HOME: "/h" }), "/local/stabledrag");
  assert.equal(at({ HOME: "/h" }), "/h/.cache/stabledrag");
});

Deno.test("an empty variable counts as none", () => {
  const empty = { STABLEDRAG_CACHE: "", XDG_CACHE_HOME: "", LOCALAPPDATA: "" };
  assert.equal(at({ ...empty, HOME: "/h" }), "/h/.cache/stabledrag");
  assert.equal(at({ ...empty, HOME: "" }), at({}));
});
