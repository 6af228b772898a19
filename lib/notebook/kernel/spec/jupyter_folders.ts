import { delimiter, join } from "node:path";
import { InputError } from "../../../errors.ts";

/** What the folders depend on. */
export interface FolderContext {
  /** A variable of the environment. Default: those of this process. */
  readonly env?: (name: string) => string | undefined;
  /** The operating system. Default: this one. */
  readonly os?: typeof Deno.build.os;
}

/** Where a kernel is installed: for the user, for the Python environment that is active, or below a folder. */
export type Place = "user" | "environment" | { readonly prefix: string };

const readEnv = (name: string): string | undefined => Deno.env.get(name);

function userFolder({ env = readEnv, os = Deno.build.os }: FolderContext): string {
  const own = env("JUPYTER_DATA_DIR");
  if (own) return own;
  const home = env("HOME") ?? env("USERPROFILE") ?? ".";
  if (os === "darwin") return join(home, "Library", "Jupyter");
  if (os === "windows") return join(env("APPDATA") ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env("XDG_DATA_HOME") || join(home, ".local", "share"), "jupyter");
}

const environmentPrefix = ({ env = readEnv }: FolderContext): string | undefined =>
  env("VIRTUAL_ENV") || env("CONDA_PREFIX") || undefined;

/**
 * Jupyter's data folder in a place (https://docs.jupyter.org/en/latest/use/jupyter-directories.html).
 *
 * @throws {InputError} where no Python environment is active.
 */
export function dataFolder(place: Place, context: FolderContext = {}): string {
  if (place === "user") return userFolder(context);
  const prefix = place === "environment" ? environmentPrefix(context) : place.prefix;
  if (prefix !== undefined) return join(prefix, "share", "jupyter");
  throw new InputError(
    "Expected an active Python environment, VIRTUAL_ENV or CONDA_PREFIX, but found none; --prefix names one.",
  );
}

/** The data folders in which Jupyter looks for kernels, the first before the others. */
export function dataFolders(context: FolderContext = {}): string[] {
  const { env = readEnv, os = Deno.build.os } = context;
  const prefix = environmentPrefix(context);
  const system = os === "windows" ? [join(env("PROGRAMDATA") ?? "C:\\ProgramData", "jupyter")] : [
    "/usr/local/share/jupyter",
    "/usr/share/jupyter",
  ];
  return [
    ...(env("JUPYTER_PATH") ?? "").split(delimiter).filter((folder) => folder !== ""),
    userFolder(context),
    ...(prefix === undefined ? [] : [join(prefix, "share", "jupyter")]),
    ...system,
  ];
}
