/**
 * Runs `deno test` with the arguments given, passes its output on, and ends with a line "N passed, N failed".
 * The exit status is that of `deno test`.
 */
const child = new Deno.Command(Deno.execPath(), {
  args: ["test", ...Deno.args],
  stdin: "null",
  stdout: "piped",
  stderr: "inherit",
}).spawn();

let output = "";
const decoder = new TextDecoder();
for await (const chunk of child.stdout) {
  await Deno.stdout.write(chunk);
  output += decoder.decode(chunk, { stream: true });
}
const { code } = await child.status;

// deno-lint-ignore no-control-regex -- colours of a terminal
const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
const closing = [...plain.matchAll(/\| (\d+) passed.*? \| (\d+) failed/g)].at(-1);
const [, passed = "0", failed = "0"] = closing ?? [];
if (!closing) Deno.exitCode = 1;
if (code !== 0) Deno.exitCode = code;
// deno-lint-ignore no-console -- printing is what this script is for
console.log(`${closing ? "" : "The tests did not run to their end: "}${passed} passed, ${failed} failed`);
