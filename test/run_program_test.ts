import assert from "node:assert/strict";
import { InputError } from "../lib/errors.ts";
import { runProgram } from "../lib/run_program.ts";

const evaluate = (code: string): Promise<string> =>
  runProgram(Deno.execPath(), ["eval", "--quiet", code], "The program");

Deno.test("a program's output is returned whole", async () => {
  assert.equal((await evaluate("console.log('ä'.repeat(100_000))")).trim(), "ä".repeat(100_000));
});

Deno.test("the last words of a program that fails are the message", async () => {
  const failing = "console.error('first'); console.error('No module named torch'); Deno.exit(3)";
  await assert.rejects(evaluate(failing), { message: "The program failed: No module named torch" });
  await assert.rejects(evaluate("Deno.exit(3)"), { message: "The program failed: exit status 3" });
});

Deno.test("a program that is not there is wrong input", async () => {
  await assert.rejects(runProgram("./no-such-program", [], "The program"), InputError);
});
