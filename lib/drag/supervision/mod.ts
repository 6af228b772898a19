import { type Thresholds } from "../confidence/confidence_score.ts";
import { adaptiveTemplate } from "./adaptive_template.ts";
import { confidenceBlend } from "./confidence_blend.ts";
import { confidenceSwitch } from "./confidence_switch.ts";
import { currentFeature } from "./current_feature.ts";
import { type Supervision } from "./supervision.ts";
import { templateSupervision } from "./template_feature.ts";

/**
 * Options of the supervisions, by the names that drags know them by; each supervision uses some. The defaults stand in
 * {@linkcode SUPERVISION_DEFAULTS}.
 */
export interface SupervisionOptions {
  /**
   * Confidence τ below which the template supervises; −Infinity never, Infinity always. The default is that of the confidence
   * score.
   */
  readonly tau?: number | undefined;
  /** Softness > 0 of the blend: how far from τ the shares are 73 % to 27 %; default 0.1. */
  readonly softness?: number | undefined;
  /**
   * FreeDrag's l > 0: a patch that differs from an adaptive template by 0.2 l counts half in the next one; the loss
   * that freedrag's sub-motions shall begin with. Default 0.3, 1 of freedrag-diff.
   */
  readonly expectedLoss?: number | undefined;
}

/** What the supervisions have where {@linkcode SupervisionOptions} say nothing. */
export const SUPERVISION_DEFAULTS = {
  /** τ of the switch by the relative peak: our choice, by drags of 73 pairs of faces that no benchmark uses; `ablate tau` shows others. */
  tau: 0.4,
  /** τ of the blend by the relative peak (our choice, by the same pairs; `ablate blend`). */
  blendTau: 0.5,
  /** Of the blend (our choice). */
  softness: 0.1,
  /** l of FreeDrag's faces; freedrag-diff has its own. */
  expectedLoss: 0.3,
} as const;

/** Makes a supervision, with options in place of its defaults; τ has that of the confidence score. */
export type SupervisionFactory = (options: SupervisionOptions, thresholds?: Thresholds) => Supervision;

const D = SUPERVISION_DEFAULTS;
const USUAL: Thresholds = { switch: D.tau, blend: D.blendTau };

/** The motion supervisions by name: a new one is a file and a line here. */
export const SUPERVISIONS: Readonly<Record<string, SupervisionFactory>> = {
  "current-feature": () => currentFeature,
  "template-feature": () => templateSupervision,
  "confidence-switch": ({ tau }, thresholds = USUAL) => confidenceSwitch(tau ?? thresholds.switch),
  "adaptive-template": ({ expectedLoss = D.expectedLoss }) => adaptiveTemplate(expectedLoss),
  "confidence-blend": ({ tau, softness = D.softness }, thresholds = USUAL) =>
    confidenceBlend(tau ?? thresholds.blend, softness),
};
