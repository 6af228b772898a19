import { join } from "node:path";
import { installKernel } from "../../../../lib/notebook/kernel/spec/install.ts";
import { installFrontEnd } from "../../../../lib/notebook/widget/install_front_end.ts";

/** A Jupyter server with our kernel and front end, in a folder of its own. Disposing it ends it and removes the folder. */
export interface Server extends AsyncDisposable {
  /** The folder of its data: extensions that are put there are found by pages that are loaded later. */
  readonly data: string;
  /** An address that needs no password. */
  readonly url: (path: string) => string;
}

/** A port that was free a moment ago. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
}

/** Settings and notebooks of the server. */
async function fill(
  folder: string,
  notebooks: Readonly<Record<string, unknown>>,
  theme: string,
): Promise<void> {
  for (const [name, notebook] of Object.entries(notebooks)) {
    await writeJson(join(folder, "notebooks"), name, notebook);
  }
  const news = { "@jupyterlab/apputils-extension:announcements": true };
  await writeJson(join(folder, "config", "labconfig"), "page_config.json", { disabledExtensions: news });
  const settings = join(folder, "settings", "@jupyterlab", "apputils-extension");
  await writeJson(settings, "themes.jupyterlab-settings", { theme });
  await installKernel(join(folder, "data"));
  await installFrontEnd(join(folder, "data"));
}

async function untilServed(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Starts a Jupyter server.
 *
 * @param command what `jupyter` is to serve, "lab" or "notebook".
 * @param notebooks the notebooks in its folder by their names.
 * @param theme of JupyterLab.
 */
export async function startServer(
  jupyter: string,
  command: string,
  notebooks: Readonly<Record<string, unknown>>,
  theme = "JupyterLab Light",
): Promise<Server> {
  await using started = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-widget-" });
  started.defer(() => Deno.remove(folder, { recursive: true }));
  await fill(folder, notebooks, theme);
  const [port, token] = [freePort(), crypto.randomUUID()];
  const child = new Deno.Command(jupyter, {
    args: [command, "--no-browser", "--allow-root", "--ip=127.0.0.1", `--port=${port}`],
    cwd: join(folder, "notebooks"),
    env: {
      JUPYTER_TOKEN: token,
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTER_DATA_DIR: join(folder, "data"),
      JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
      JUPYTERLAB_SETTINGS_DIR: join(folder, "settings"),
      JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  started.defer(async () => {
    child.kill("SIGTERM");
    await child.status;
  });
  const url = (path: string): string => `http://127.0.0.1:${port}/${path}?token=${token}`;
  await untilServed(url("api/kernelspecs"), AbortSignal.timeout(60_000));
  const ends = started.move();
  return { data: join(folder, "data"), url, [Symbol.asyncDispose]: () => ends.disposeAsync() };
}
