import { adaptiveTemplate } from "./adaptive_template.ts";
import { confidenceBlend } from "./confidence_blend.ts";
import { confidenceSwitch } from "./confidence_switch.ts";
import { currentFeature } from "./current_feature.ts";
import { type Supervision } from "./supervision.ts";
import { templateSupervision } from "./template_feature.ts";

/** Options of the supervisions, by the names that drags know them by; each supervision uses some. */
export interface SupervisionOptions {
  /** Confidence τ below which the template supervises; default 0.5 (our choice). */
  readonly tau?: number | undefined;
  /** Softness > 0 of the blend; default 0.1 (our choice). */
  readonly softness?: number | undefined;
  /** l > 0 of the adaptive template: a patch that differs from it by 0.2 l counts half; default 0.3 (FreeDrag's faces). */
  readonly expectedLoss?: number | undefined;
}

/** Makes a supervision, with options in place of its defaults. */
export type SupervisionFactory = (options: SupervisionOptions) => Supervision;

/** The motion supervisions by name: a new one is a file and a line here. */
export const SUPERVISIONS: Readonly<Record<string, SupervisionFactory>> = {
  "current-feature": () => currentFeature,
  "template-feature": () => templateSupervision,
  "confidence-switch": ({ tau = 0.5 }) => confidenceSwitch(tau),
  "adaptive-template": ({ expectedLoss = 0.3 }) => adaptiveTemplate(expectedLoss),
  "confidence-blend": ({ tau = 0.5, softness = 0.1 }) => confidenceBlend(tau, softness),
};
