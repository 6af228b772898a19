import { brotliDecompressSync } from "node:zlib";
import { parseTar } from "nanotar";
import { cacheFolder } from "../../lib/hub/cache.ts";
import { sha256 } from "../../lib/hub/sha256.ts";
import { writeAtomically } from "../../lib/hub/write_atomically.ts";

/** The npm package that carries Chromium's software Vulkan, SwiftShader, and a Vulkan loader; the hash is its archive's. */
const PACKAGE = {
  name: "@sparticuz/chromium",
  version: "147.0.0",
  archive: "bin/swiftshader.tar.br",
  sha256: "f957ea867313f9815b71dc2ed30cce301e01db4f3973fbdb31ffa5391b0ec45a",
} as const;

/** What is taken of the archive: loader, driver, and the file that tells the loader of the driver. */
const [LOADER, DRIVER, MANIFEST] = ["libvulkan.so.1", "libvk_swiftshader.so", "vk_swiftshader_icd.json"];

/** The archive, fetched by `deno install` in a folder of its own. */
async function fetchArchive(): Promise<Uint8Array> {
  const folder = await Deno.makeTempDir();
  try {
    const manifest = { dependencies: { [PACKAGE.name]: PACKAGE.version } };
    await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(manifest));
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["install", "--quiet"],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr).split("\n", 1)[0]);
    return await Deno.readFile(`${folder}/node_modules/${PACKAGE.name}/${PACKAGE.archive}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Unpacks the archive's files into a folder. */
async function unpack(folder: string): Promise<void> {
  const archive = await fetchArchive();
  const found = await sha256(archive);
  if (found !== PACKAGE.sha256) {
    throw new Error(`Expected its archive with SHA-256 ${PACKAGE.sha256} but found ${found}.`);
  }
  const files = new Map(parseTar(brotliDecompressSync(archive)).map(({ name, data }) => [name, data]));
  await Deno.mkdir(folder, { recursive: true });
  for (const name of [LOADER, DRIVER, MANIFEST]) await writeAtomically(`${folder}/${name}`, files.get(name)!);
}

const isFile = (path: string): Promise<boolean> => Deno.stat(path).then((info) => info.isFile, () => false);

/**
 * Makes a software Vulkan, and so a WebGPU adapter, available to this process: for correctness, not for speed. The
 * 7 MB of libraries stay in the project's cache folder; the package of 65 MB that they come from in Deno's.
 *
 * @throws in one sentence, where it cannot be had.
 */
export async function useSoftwareVulkan(): Promise<void> {
  if (Deno.build.target !== "x86_64-unknown-linux-gnu") {
    throw new Error(`Expected Linux on x64 for a software Vulkan but found ${Deno.build.target}.`);
  }
  const folder = `${cacheFolder()}/swiftshader-${PACKAGE.version}`;
  try {
    if (!await isFile(`${folder}/${MANIFEST}`)) await unpack(folder);
  } catch (error) {
    throw new Error(
      `Expected npm package ${PACKAGE.name}@${PACKAGE.version} but: ${(error as Error).message}`,
    );
  }
  Deno.env.set("VK_ICD_FILENAMES", `${folder}/${MANIFEST}`);
  Deno.dlopen(`${folder}/${LOADER}`, {});
}
