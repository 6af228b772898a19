import process from "node:process";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { readonly code?: string }).code !== "ESRCH";
  }
}

/** The process that Jupyter wants its kernels to end with; on Windows it names something else. */
function clientPid(): number | undefined {
  const pid = Number(Deno.env.get("JPY_PARENT_PID"));
  return Deno.build.os !== "windows" && Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Calls `onEnd` when the process that has started this one, or the client it names, has ended. */
export function watchParent(onEnd: () => void): void {
  const parent = Deno.ppid;
  const client = clientPid();
  const timer = setInterval(() => {
    if (Deno.ppid === parent && isAlive(parent) && (client === undefined || isAlive(client))) return;
    clearInterval(timer);
    onEnd();
  }, INTERVAL);
}
