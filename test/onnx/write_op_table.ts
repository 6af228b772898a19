/** Writes docs/operators.md anew. Run it with `deno run -A test/onnx/write_op_table.ts`. */
import { operatorPage, PAGE } from "./op_table.ts";

Deno.writeTextFileSync(PAGE, operatorPage());
