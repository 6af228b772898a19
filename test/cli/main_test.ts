import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { runCli } from "./run_cli.ts";

const COMMANDS = [
  ...[
    "demo",
    "drag",
    "render",
    "features",
    "bench",
    "experiment",
    "ablate",
    "sweep",
    "notebooks",
    "kernel",
    "doctor",
  ],
];

Deno.test("doctor says what works and how to get the rest, and exits with 0", async () => {
  const { status, stdout, stderr } = await runCli("doctor");
  assert.equal(status, 0);
  assert.equal(stderr, "");
  assert.match(stdout, /^cpu +works$/m);
  assert.match(stdout, /^cuda +(works|does not work .*: it needs an NVIDIA GPU)/m);
  assert.match(stdout, /^webgpu +(works|does not work .*: it needs a GPU)/m);
  assert.match(stdout, /^auto +takes (cuda|webgpu|cpu)$/m);
  assert.match(stdout, /^onnxruntime-node +\d+\.\d+\.\d+$/m);
  assert.match(stdout, /^(cache|faces) +\S/m);
});

Deno.test("help shows every command, and the default of every option", async () => {
  const { status, stdout } = await runCli("--help");
  assert.equal(status, 0);
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} `, "m"));
  for (const command of COMMANDS) {
    const help = (await runCli(command, "--help")).stdout.replace(/\n {10,}/g, " ");
    const options = help.match(/^ {2}--\w+ .*$/gm) ?? [];
    for (const option of options) {
      const required = /^ {2}--(out|latent|block) /.test(option) && !/default/.test(option);
      assert.match(option, required ? /./ : /\(.*default: .*\)/, `${command}: ${option}`);
    }
  }
});

Deno.test("the task of every command takes relative paths from the folder that it is started in", () => {
  for (const [name, line] of Object.entries(config.tasks)) {
    const [, args] = line.split(" lib/cli/main.ts ");
    if (args === undefined || ["doctor", "schema"].includes(name)) continue;
    assert.equal(args, `-C "$INIT_CWD" ${name}`);
  }
});

Deno.test("the schema of a SPEC is printed as JSON", async () => {
  const { status, stdout } = await runCli("drag", "--schema");
  assert.equal(status, 0);
  const { anyOf: families } = JSON.parse(stdout);
  assert.equal(families.length, 2);
  for (const { additionalProperties } of families) assert.equal(additionalProperties, false);
  const both = await runCli("drag", "spec.json", "--schema", "--out", "out");
  assert.deepEqual([both.status, both.stdout], [2, ""]);
  assert.match(both.stderr, /'--schema' cannot be used with option '--out <dir>'/);
});
