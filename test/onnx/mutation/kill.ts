import { type GradientRule } from "../../../lib/onnx/gradients/rule.ts";
import { GRADIENTS } from "../../../lib/onnx/gradients/mod.ts";
import { type Runtime } from "../../../lib/runtime/runtime.ts";
import { type Case } from "../cases/case.ts";
import { failureOf } from "../check_case.ts";
import { type Mutant } from "./mutants.ts";

type Table = Record<string, GradientRule>;

/** The mutated file's part of the gradient table; what it imports are the modules of `folder`, unchanged. */
async function load({ text }: Mutant, folder: URL): Promise<Table> {
  const file = await Deno.makeTempFile({ suffix: ".js" });
  const complete = / \* as o /.test(text) ? text : `import * as o from "../ops/mod.ts";\n${text}`;
  try {
    await Deno.writeTextFile(
      file,
      complete.replaceAll(/from "(\.[^"]*)"/g, (_, path) => `from "${new URL(path, folder)}"`),
    );
    const exported: Record<string, Table> = await import(new URL(file, "file://").href);
    return Object.entries(exported).find(([name]) => name.endsWith("GRADIENTS"))![1];
  } finally {
    await Deno.remove(file);
  }
}

/** Runs `body` while the gradient table has other rules. */
async function withRules<T>(rules: Table, body: () => Promise<T>): Promise<T> {
  const table = GRADIENTS as Table;
  const original = { ...table };
  Object.assign(table, rules);
  try {
    return await body();
  } finally {
    Object.assign(table, original);
  }
}

/** How the cases tell a mutant from the rule; `undefined` where it survives them. */
export async function verdict(
  runtime: Runtime,
  mutant: Mutant,
  folder: URL,
  cases: readonly Case[],
): Promise<string | undefined> {
  const rules = await load(mutant, folder);
  return await withRules(rules, async () => {
    for (const given of cases.filter(({ operator }) => mutant.operators.includes(operator))) {
      try {
        const failure = await failureOf(runtime, given);
        if (failure) return `${given.operator}, ${given.name}: ${failure}`;
      } catch (error) {
        return `${given.operator}, ${given.name}: ${error instanceof Error ? error.message : error}`;
      }
    }
    return undefined;
  });
}
