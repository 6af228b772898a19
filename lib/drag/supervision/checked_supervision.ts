import { inFile } from "../../errors.ts";
import { argumentShapes } from "../../runtime/argument_shapes.ts";
import { type Supervised, type Supervision } from "./supervision.ts";

/**
 * What a supervision does, checked, as it may be one's own: what goes wrong in it is an `InputError` that begins with its
 * name, and so are losses of another shape than one per handle, which would be broadcast, and templates of another one than before.
 */
export function checkedSupervision(supervision: Supervision): Pick<Supervision, "supervise" | "update"> {
  const within = <T>(compute: () => T): T => inFile(`supervision ${supervision.name}`, compute);
  return {
    supervise: (context) =>
      within(() => {
        const supervised: Supervised | undefined = supervision.supervise(context);
        const [n] = context.confidence.shape;
        argumentShapes([`losses [${n}]`, `byTemplate [${n}]`])([supervised?.losses, supervised?.byTemplate]);
        return supervised;
      }),
    ...(supervision.update && {
      update: (context) =>
        within(() => {
          const template = supervision.update!(context);
          argumentShapes([`template [${context.template.shape.join(", ")}]`])([template]);
          return template;
        }),
    }),
  };
}
