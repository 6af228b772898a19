import assert from "node:assert/strict";
import { runCli } from "./run_cli.ts";
import { temporaryFolder } from "./temporary_folder.ts";

Deno.test("a wrong command line of a training gets one sentence and status 2", async () => {
  using folder = temporaryFolder();
  const settings = folder.write("settings.json", { vae: { batch: 1.5 } });
  const unet = folder.write("unet.json", { unet: { config: { block_out_channels: "x" } } });
  const broken = folder.write("broken.json", "{");
  const refused = async (args: readonly string[], message: RegExp): Promise<void> => {
    const { status, stderr } = await runCli("train", "--out", folder.at("out"), ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  };
  await refused(["--minutes", "0"], /Expected a number of minutes above 0 but found "0"/);
  await refused(["--report", "--minutes", "1"], /cannot be used with option '--minutes/);
  await refused(["--settings", settings], /settings.json: vae.batch: Expected a whole number/);
  await refused(
    ["--settings", unet],
    /unet.json: unet.config.block_out_channels: Expected array but found "x"/,
  );
  await refused(["--from", folder.at("nope")], /trained here at .*nope.vae.* but found nothing there/);
  await refused(["--settings", broken], /broken.json: Expected JSON/);
  await refused(["--settings", folder.at("none.json")], /none.json but found nothing there/);
  await refused(["--out", broken], /Expected a folder that can be written at .*broken\.json but found: /);
  await refused(["--report"], /Expected the folder of a diffusion model at .*out/);
  assert.deepEqual([...Deno.readDirSync(folder.at("."))].map(({ name }) => name).sort(), [
    "broken.json",
    "settings.json",
    "unet.json",
  ]);
});
