/** Writes docs/operators.md anew. Run it with `deno task operators`. */
import { operatorPage, PAGE } from "./op_table.ts";

Deno.writeTextFileSync(PAGE, operatorPage());
