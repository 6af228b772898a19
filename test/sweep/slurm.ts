import { runProgram } from "../../lib/run_program.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

/** A cluster of one node with two processors, on this machine; it ends where it is disposed. */
export interface Slurm extends AsyncDisposable {
  /** The variable of the environment by which programs find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs one of Slurm's commands and returns what it says. */
  readonly command: (name: string, ...args: readonly string[]) => Promise<string>;
}

const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "sinfo", "squeue", "scancel"];

/** Why there can be no cluster here; nothing where there can. */
export async function whyNoSlurm(): Promise<string | undefined> {
  for (const program of PROGRAMS) {
    const { success } = await new Deno.Command("sh", { args: ["-c", `command -v ${program}`] }).output();
    if (!success) return `${program} is not here: apt-get install slurm-wlm munge`;
  }
  const user = await runProgram("id", ["-u"], "id");
  return user.trim() === "0" ? undefined : "Slurm's daemons need root";
}

/** A port that nobody listens on. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/**
 * All in one folder. A job that is requeued may begin after six seconds, not after the usual two minutes (`cred_expire`, at
 * least 5), and is looked for every second, not every minute.
 */
const configuration = (folder: string, host: string): string => `
ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerParameters=sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SlurmctldPort=${freePort()}
SlurmdPort=${freePort()}
MpiDefault=none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000
PartitionName=main Nodes=ALL Default=YES State=UP
`;

/** Starts a daemon that stays in the foreground. */
const daemon = (program: string, args: readonly string[], env: Slurm["environment"]): Deno.ChildProcess =>
  new Deno.Command(program, { args: [...args], env, stdin: "null", stdout: "null", stderr: "null" }).spawn();

async function end(daemons: readonly Deno.ChildProcess[]): Promise<void> {
  for (const child of daemons) {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended.
    }
    await child.status;
  }
}

/**
 * Starts a cluster.
 *
 * @throws {Error} when its node is not ready within 20 seconds.
 */
export async function startSlurm(): Promise<Slurm> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(temporaryFolder());
  const host = Deno.hostname().split(".")[0]!;
  for (const name of ["state", "spool"]) Deno.mkdirSync(folder.at(name));
  const environment = { SLURM_CONF: folder.write("slurm.conf", configuration(folder.at(), host)) };
  const key = folder.write("munge.key", crypto.getRandomValues(new Uint8Array(1024)));
  Deno.chmodSync(key, 0o400);
  Deno.chmodSync(folder.at(), 0o755);
  const files = { "key-file": key, "pid-file": folder.at("munge.pid"), "log-file": folder.at("munge.log") };
  const munge = { ...files, "seed-file": folder.at("munge.seed"), socket: folder.at("munge.socket") };
  const options = Object.entries(munge).map(([name, path]) => `--${name}=${path}`);
  const daemons = [daemon("munged", ["--foreground", ...options], {})];
  started.defer(() => end(daemons.toReversed()));
  daemons.push(daemon("slurmctld", ["-D"], environment), daemon("slurmd", ["-D"], environment));
  const command: Slurm["command"] = async (name, ...args) => {
    const { stdout, stderr, success } = await new Deno.Command(name, { args: [...args], env: environment })
      .output();
    const [said, complaint] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    if (!success) throw new Error(`${name} failed: ${complaint}`);
    return said!;
  };
  for (const start = performance.now();;) {
    const state = await command("sinfo", "--noheader", "--format=%T").catch((error: Error) => error.message);
    if (state === "idle") break;
    if (performance.now() - start > 20_000) throw new Error(`the node is not ready, but: ${state}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
  started.defer(async () => {
    await command("scancel", "--user=root");
    for (let k = 0; k < 50 && await command("squeue", "--noheader") !== ""; k++) {
      await new Promise((wake) => setTimeout(wake, 100));
    }
  });
  const stack = started.move();
  return { environment, command, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
