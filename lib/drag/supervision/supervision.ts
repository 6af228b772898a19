import { type Symbolic } from "../../onnx/symbolic.ts";

/** What a motion supervision sees, for n handles and patches of k × k samples. */
export interface SupervisionContext {
  /** F(Ω(p)): the patch around each handle, detached, [n, C, k, k]. */
  readonly current: Symbolic;
  /**
   * F⁰(Ω(p⁰)): the patch around each first handle in the undragged picture, detached, [n, C, k, k]; what the
   * supervision made of it where it updates it. Where that patch reached beyond the picture it is the current one (our
   * choice: there is nothing to be like).
   */
  readonly template: Symbolic;
  /** F(Ω(p) + d): the patch one pixel nearer to the target, through which the gradient flows, [n, C, k, k]. */
  readonly shifted: Symbolic;
  /** 1 on the supervised patch inside of the picture, else 0, [n, k, k]. */
  readonly weights: Symbolic;
  /** Confidence of each handle, [n]. */
  readonly confidence: Symbolic;
}

/** What a motion supervision says of each handle. */
export interface Supervised {
  /** Loss, [n]. */
  readonly losses: Symbolic;
  /** 1 where the template feature supervises, 0 where the current feature does, [n]. */
  readonly byTemplate: Symbolic;
}

/** A motion supervision: what pulls the content of a handle towards its target. */
export interface Supervision {
  /** What it is called. */
  readonly name: string;
  /** The confidence that decides who supervises, where it does. */
  readonly tau?: number;
  /** Its further numbers and choices, for records. */
  readonly settings?: Readonly<Record<string, number | string>>;
  /** The loss of each handle, and what supervised it. */
  readonly supervise: (context: SupervisionContext) => Supervised;
  /**
   * The template of the next step, [n, C, k, k]; absent: the template of the undragged picture is kept.
   */
  readonly update?: (context: SupervisionContext) => Symbolic;
}
