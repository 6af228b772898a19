import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The path of a file of the repository. */
export const repositoryPath = (path: string): string => join(ROOT, path);

/** `deno run` with the permissions of the tasks, up to the program; what Deno itself says is left out. */
function programArguments(): string[] {
  const [, ...words] = config.tasks.doctor.split(" ");
  const program = words.indexOf("lib/cli/main.ts");
  return [...words.slice(0, program), "--quiet", "--no-check", repositoryPath(words[program]!)];
}

/** How a command line ended. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line, with variables of the environment besides. */
export const start = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Deno.ChildProcess =>
  new Deno.Command(Deno.execPath(), {
    args: [...programArguments(), ...args],
    env: { NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();

/** Waits for the end of the command line. */
export async function outcome(child: Deno.ChildProcess): Promise<Outcome> {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { status: code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs the command line to its end. */
export const runCli = (...args: readonly string[]): Promise<Outcome> => outcome(start(args));

/** The same where files may have `kibibytes` at most: a write that goes on fails as on a full disk. */
export const runCliOnFullDisk = (kibibytes: number, ...args: readonly string[]): Promise<Outcome> =>
  outcome(
    new Deno.Command("bash", {
      args: [
        "-c",
        `trap '' XFSZ; ulimit -f ${kibibytes}; exec "$0" "$@"`,
        Deno.execPath(),
        ...programArguments(),
        ...args,
      ],
      env: { NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).spawn(),
  );
