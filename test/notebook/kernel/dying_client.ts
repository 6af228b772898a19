/**
 * A client to be killed: starts the kernel in a folder, executes a cell that results in a port, and prints that port
 * and one of the kernel's own.
 */
import { print } from "../../../lib/cli/terminal.ts";
import { show, startOurKernel } from "./our_kernel.ts";

const [folder, cell] = Deno.args;
const kernel = await startOurKernel(folder!);
const [port] = await show(kernel, cell!);
print(JSON.stringify([Number(port), kernel.process.connection.ports.shell]));
