import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeImage } from "../../../../lib/formats/image.ts";
import { readKernelSpec } from "../../../../lib/notebook/client/kernel_command.ts";
import { examineKernel } from "../../../../lib/notebook/kernel/spec/doctor.ts";
import { installKernel, uninstallKernel } from "../../../../lib/notebook/kernel/spec/install.ts";
import { temporaryFolder } from "../../../cli/temporary_folder.ts";

const isThere = (path: string): Promise<boolean> => Deno.stat(path).then(() => true, () => false);

Deno.test("the kernel is installed, again over itself, found to work, and uninstalled", async () => {
  using folder = temporaryFolder();
  const data = folder.at("share", "jupyter");
  assert.equal((await examineKernel([data]))[0]?.isFine, false);
  await installKernel(data);
  const spec = await installKernel(data);
  assert.equal(spec, join(data, "kernels", "stabledrag"));
  const { argv, interrupt } = await readKernelSpec(join(spec, "kernel.json"));
  assert.deepEqual([argv[0], argv.at(-1), interrupt], [Deno.execPath(), "{connection_file}", "message"]);
  assert.equal(decodeImage(await Deno.readFile(join(spec, "logo-64x64.png"))).width, 64);
  const findings = await examineKernel([folder.at("nowhere"), data]);
  assert.deepEqual(findings.map(({ isFine }) => isFine), [true, true, true], JSON.stringify(findings));
  await uninstallKernel(data);
  assert.deepEqual([await isThere(spec), await uninstallKernel(data)], [false, undefined]);
});

Deno.test("an installed kernel whose files are gone is found not to work", async () => {
  using folder = temporaryFolder();
  const path = join(await installKernel(folder.at()), "kernel.json");
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replaceAll("main.ts", "moved.ts"));
  const [finding] = await examineKernel([folder.at()]);
  assert.ok(finding && !finding.isFine);
  assert.match(finding.words, /moved\.ts, gone/);
});
