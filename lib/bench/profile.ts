import { z } from "zod";

/** Time of one kind of operator in a run. */
export interface ProfileRow {
  /** ONNX Runtime's name of the operator, after its own rewriting: `Conv`, `FusedMatMul`, `ReorderInput`. */
  readonly kind: string;
  /** How many nodes of it there are. */
  readonly nodes: number;
  /** Seconds of all of them together. */
  readonly seconds: number;
}

/** One event of ONNX Runtime's profile; times in microseconds. */
const EVENTS = z.array(z.object({
  cat: z.string(),
  name: z.string(),
  dur: z.number(),
  args: z.object({ op_name: z.string().optional() }),
}));

type ProfileEvent = z.infer<typeof EVENTS>[number];

/** The events of each run of the session; that of the run itself is the last. */
function runsOf(events: readonly ProfileEvent[]): ProfileEvent[][] {
  const runs: ProfileEvent[][] = [];
  let current: ProfileEvent[] = [];
  for (const event of events) {
    current.push(event);
    if (event.cat !== "Session" || event.name !== "model_run") continue;
    runs.push(current);
    current = [];
  }
  return runs;
}

function rowsOf(events: readonly ProfileEvent[]): ProfileRow[] {
  const rows = new Map<string, ProfileRow>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== "Node" || !name.endsWith("_kernel_time") || args.op_name === undefined) continue;
    const { nodes, seconds } = rows.get(args.op_name) ?? { nodes: 0, seconds: 0 };
    rows.set(args.op_name, { kind: args.op_name, nodes: nodes + 1, seconds: seconds + dur / 1e6 });
  }
  return [...rows.values()].sort((a, b) => b.seconds - a.seconds);
}

/** How often the session of a profile ran, and the time of each kind of operator in the fastest run. */
export interface Profile {
  /** Runs of the session. */
  readonly runs: number;
  /** The kinds of operators, the most expensive first; empty where the session never ran. */
  readonly rows: readonly ProfileRow[];
}

/**
 * Reads the text of a profile as ONNX Runtime writes one per session.
 *
 * @throws when it is no such profile.
 */
export function parseProfile(text: string): Profile {
  const runs = runsOf(EVENTS.parse(JSON.parse(text)));
  const [fastest = []] = runs.toSorted((a, b) => a.at(-1)!.dur - b.at(-1)!.dur);
  return { runs: runs.length, rows: rowsOf(fastest) };
}
