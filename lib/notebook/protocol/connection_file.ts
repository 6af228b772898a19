import { z } from "zod";
import { inFile } from "../../errors.ts";
import { parseJson } from "../../parse_json.ts";
import { checkSchema } from "../../schema.ts";

/** The sockets of a kernel. */
export interface KernelPorts {
  /** Requests and their replies. */
  readonly shell: number;
  /** What everybody shall see: outputs, and whether the kernel is busy. */
  readonly iopub: number;
  /** Questions of the kernel to the user. */
  readonly stdin: number;
  /** Requests that do not wait for others: interrupt and shutdown. */
  readonly control: number;
  /** Echoes what it gets. */
  readonly heartbeat: number;
}

/** Where a kernel is, and what its messages are signed with. */
export interface ConnectionInfo {
  /** A name or an address, such as `"127.0.0.1"`. */
  readonly hostname: string;
  /** Its sockets. */
  readonly ports: KernelPorts;
  /** Key of the signatures; empty where messages are not signed. */
  readonly key: string;
  /** Name of its kernel spec; undefined where the file does not say it. */
  readonly kernelName: string | undefined;
}

const PORT = z.int().min(1).max(65535);

const FILE = z.object({
  transport: z.literal("tcp").default("tcp"),
  ip: z.string().min(1),
  shell_port: PORT,
  iopub_port: PORT,
  stdin_port: PORT,
  control_port: PORT,
  hb_port: PORT,
  key: z.string(),
  signature_scheme: z.literal(["hmac-sha256", ""]).default("hmac-sha256"),
  kernel_name: z.string().optional(),
});

/**
 * Reads the text of a connection file.
 *
 * @throws {InputError} naming the first field that is wrong; sockets must be TCP, signatures HMAC-SHA256.
 */
export function parseConnectionFile(text: string): ConnectionInfo {
  const data = inFile("connection file", () => checkSchema(FILE, parseJson(text)));
  return {
    hostname: data.ip,
    ports: {
      shell: data.shell_port,
      iopub: data.iopub_port,
      stdin: data.stdin_port,
      control: data.control_port,
      heartbeat: data.hb_port,
    },
    key: data.key,
    kernelName: data.kernel_name,
  };
}

/** The text of a connection file. */
export const formatConnectionFile = ({ hostname, ports, key, kernelName }: ConnectionInfo): string =>
  `${
    JSON.stringify(
      {
        transport: "tcp",
        ip: hostname,
        shell_port: ports.shell,
        iopub_port: ports.iopub,
        stdin_port: ports.stdin,
        control_port: ports.control,
        hb_port: ports.heartbeat,
        key,
        signature_scheme: "hmac-sha256",
        ...(kernelName === undefined ? {} : { kernel_name: kernelName }),
      },
      undefined,
      2,
    )
  }\n`;

/**
 * Five ports of 127.0.0.1 that are free at the moment, and a fresh key. Another program may take one before the
 * kernel does; then the kernel ends, and whoever starts it tries again.
 */
export function newConnection(): ConnectionInfo {
  const listeners = Array.from({ length: 5 }, () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const [shell, iopub, stdin, control, heartbeat] = listeners.map(({ addr }) => addr.port);
  for (const listener of listeners) listener.close();
  return {
    hostname: "127.0.0.1",
    ports: { shell: shell!, iopub: iopub!, stdin: stdin!, control: control!, heartbeat: heartbeat! },
    key: crypto.randomUUID(),
    kernelName: undefined,
  };
}

/** Writes a new connection file that its owner alone may read. */
export const writeConnectionFile = (path: string, info: ConnectionInfo): Promise<void> =>
  Deno.writeTextFile(path, formatConnectionFile(info), { mode: 0o600, createNew: true });
