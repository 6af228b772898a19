import { InputError } from "../../../../lib/errors.ts";

/** Paths of the programs that the test in a browser needs. */
export interface Programs {
  /** The browser. */
  readonly chromium: string;
  /** Serves the front ends. */
  readonly jupyter: string;
}

/** Debian's packages with them. */
const PACKAGES = ["chromium", "jupyter-notebook"];

/** The path of the first of some programs that is installed. */
async function first(...programs: readonly string[]): Promise<string | undefined> {
  const script = programs.map((program) => `command -v ${program}`).join(" || ");
  const found = await new Deno.Command("sh", { args: ["-c", script] }).output().catch(() => undefined);
  return found?.success ? new TextDecoder().decode(found.stdout).trim() : undefined;
}

/** The programs, where both are installed. */
export async function findPrograms(): Promise<Programs | undefined> {
  const chromium = await first("chromium", "chromium-browser", "google-chrome");
  const jupyter = await first("jupyter");
  return chromium === undefined || jupyter === undefined ? undefined : { chromium, jupyter };
}

/**
 * The programs; where one is missing, Debian's packages are installed first.
 *
 * @throws {InputError} that says why they cannot be.
 */
export async function installPrograms(): Promise<Programs> {
  const found = await findPrograms();
  if (found) return found;
  const aptGet = Deno.build.os === "linux" && Deno.uid() === 0 ? await first("apt-get") : undefined;
  const failed = (why: string): InputError =>
    new InputError(
      `The widget is not tested in a browser, as Chromium or Jupyter is missing and ${why}: ` +
        `apt-get install ${PACKAGES.join(" ")}`,
    );
  if (aptGet === undefined) throw failed("only Debian's root installs them");
  const run = (...args: string[]): Promise<Deno.CommandStatus> =>
    new Deno.Command(aptGet, { args, stdin: "null", env: { DEBIAN_FRONTEND: "noninteractive" } }).spawn()
      .status;
  await run("update", "--quiet");
  await run("install", "--yes", "--quiet", "--no-install-recommends", ...PACKAGES);
  const installed = await findPrograms();
  if (!installed) throw failed("apt-get did not install them");
  return installed;
}
