import { inFile } from "../../errors.ts";
import { argumentShapes } from "../../runtime/argument_shapes.ts";
import { type ConfidenceScore } from "./confidence_score.ts";

/**
 * The measure of a confidence score, checked, as it may be one's own: what goes wrong in it is an `InputError` that
 * begins with its name, and so is anything but one number per score map.
 */
export const checkedMeasure =
  ({ name, measure }: ConfidenceScore): ConfidenceScore["measure"] => (scores, inside) =>
    inFile(`confidence ${name}`, () => {
      const measured = measure(scores, inside);
      argumentShapes([`measure [${scores.shape[0]}]`])([measured]);
      return measured;
    });
