import assert from "node:assert/strict";
import { parseSpec, specSchema } from "../../lib/drag/spec.ts";
import { DEMO } from "../../lib/cli/demo.ts";
import { repositoryPath } from "../cli/run_cli.ts";

const minimal = { latent: { seed: 1 }, points: [{ handle: [64, 70], target: [50, 70] }] };

Deno.test("defaults of a SPEC are those of its schema", () => {
  const { options, ...spec } = parseSpec(minimal);
  assert.deepEqual(options, {});
  const { properties } = specSchema() as { properties: Record<string, { default?: unknown }> };
  for (const name of ["model", "latentIndex", "noise", "method", "steps", "seed"] as const) {
    assert.deepEqual(properties[name]?.default, spec[name], name);
  }
  assert.deepEqual(spec.latent, { seed: 1, psi: 0.7 });
});

Deno.test("thresholds may be infinite, in words", () => {
  const tauOf = (tau: unknown): number | undefined => parseSpec({ ...minimal, options: { tau } }).options.tau;
  assert.equal(tauOf("-Infinity"), -Infinity);
  assert.equal(tauOf("Infinity"), Infinity);
  assert.equal(tauOf(0.25), 0.25);
});

Deno.test("the published schema is that of the code (deno task schema writes it)", () => {
  const published = JSON.parse(Deno.readTextFileSync(repositoryPath("docs/spec.schema.json")));
  assert.deepEqual(published, JSON.parse(JSON.stringify(specSchema())));
});

Deno.test("the demo drags by each of its methods", () => {
  for (const method of DEMO.methods) assert.equal(parseSpec({ ...DEMO.spec, method }).method, method);
});
