import { operatorTable, type Tested } from "./operator_table.ts";
import { CASES } from "./cases/mod.ts";

/** Where the generated page lies. */
export const PAGE = new URL("../../docs/operators.md", import.meta.url);

/** How every operator's gradient is tested, by the case list. */
function tested(): Map<string, Tested> {
  const groups = Map.groupBy(CASES, ({ operator }) => operator);
  return new Map([...groups].map(([operator, cases]) => {
    const compared = cases.filter(({ gradients }) => !gradients);
    const double = compared.some(({ args }) => args.every(({ dtype }) => dtype === "float64"));
    return [operator, { cases: cases.length, dtype: double ? "float64" : "float32" }];
  }));
}

/** The page on operators, from the rules and the tests as they are. */
export const operatorPage = (): string => operatorTable(tested());
