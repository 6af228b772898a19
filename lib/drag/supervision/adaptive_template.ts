import { adaptTemplate, templateWeightBy } from "./adapt_template.ts";
import { motionSupervision } from "./motion_supervision.ts";
import { type Supervision } from "./supervision.ts";
import { templateSupervision } from "./template_feature.ts";

/**
 * FreeDrag's adaptive template behind a tracker: every step is supervised by the template, which takes up the more of
 * the found patch the nearer that is to it.
 *
 * @param expectedLoss FreeDrag's l > 0 (its faces have 0.3): a patch that differs by 0.2 l counts half.
 */
export function adaptiveTemplate(expectedLoss: number): Supervision {
  const weightOf = templateWeightBy(expectedLoss);
  return {
    ...templateSupervision,
    name: "adaptive-template",
    settings: { expectedLoss },
    update: ({ template, current, weights }) =>
      adaptTemplate(template, current, weightOf(motionSupervision(template, current, weights))),
  };
}
