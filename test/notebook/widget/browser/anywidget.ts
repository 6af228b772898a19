import { join } from "node:path";
import { uninstallFrontEnd } from "../../../../lib/notebook/widget/install_front_end.ts";

const PACKAGE = "anywidget@0.11.0";

/** What anywidget's Python package installs, without its bundler: it tells ipywidgets where its model and view are. */
const REMOTE_ENTRY = `(() => {
  const here = document.currentScript.src;
  let shared;
  const base = async () => (await Object.values(shared["@jupyter-widgets/base"])[0].get())();
  const load = async () => {
    const text = await (await fetch(new URL("anywidget.js", here))).text();
    const { promise, resolve } = Promise.withResolvers();
    new Function("define", text)((_, factory) => resolve(base().then(factory)));
    return await promise;
  };
  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB.anywidget = {
    init: (scope) => { shared = scope; },
    get: async () => {
      const { IJupyterWidgetRegistry } = await base();
      const activate = async (_, registry) =>
        registry.registerWidget({ name: "anywidget", version: "0.11.0", exports: await load() });
      const plugin = { id: "anywidget:plugin", requires: [IJupyterWidgetRegistry], activate, autoStart: true };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
`;

async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  if (!success) throw new Error(`${program} failed: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Whether JupyterLab has ipywidgets' front end. */
export const hasIpywidgets = async (jupyter: string): Promise<boolean> => {
  const { stdout, stderr } = await new Deno.Command(jupyter, { args: ["labextension", "list"] }).output();
  return [stdout, stderr].some((text) =>
    new TextDecoder().decode(text).includes("@jupyter-widgets/jupyterlab-manager")
  );
};

/** Takes anywidget's own front end out of its npm package, in place of ours. */
export async function installAnywidget(data: string): Promise<void> {
  await uninstallFrontEnd(data);
  const folder = join(data, "labextensions", "anywidget");
  const scripts = join(folder, "static");
  await Deno.mkdir(scripts, { recursive: true });
  const packed = (await run("npm", "pack", "--silent", "--pack-destination", folder, PACKAGE)).trim();
  await run("tar", "-xzf", join(folder, packed), "-C", folder);
  await Deno.rename(join(folder, "package", "dist", "index.js"), join(scripts, "anywidget.js"));
  await Deno.writeTextFile(join(scripts, "remoteEntry.js"), REMOTE_ENTRY);
  const build = { load: "static/remoteEntry.js", extension: "./extension" };
  const description = {
    name: "anywidget",
    version: "0.11.0",
    jupyterlab: { extension: true, _build: build },
  };
  await Deno.writeTextFile(join(folder, "package.json"), JSON.stringify(description));
}
