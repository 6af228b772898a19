/** A change of a gradient rule that changes no derivative, and why. */
export interface Equivalent {
  /** The line where it is. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** The changes that no test can notice. */
export const EQUIVALENT: readonly Equivalent[] = [
  {
    line: "o.mul(g, o.mul(b!, o.pow(a!, o.where(o.equal(b!, 0), 1, o.sub(b!, 1))))),",
    from: "1",
    to: "2",
    reason: "where the exponent is 0, the power is multiplied by 0: any finite one will do",
  },
  {
    line: 'const axis = intOf(attributes, "axis", 0);',
    from: "0",
    to: "1",
    reason: "ONNX demands the axis of Concat, so its default is never taken",
  },
  {
    line: "const backwards = step < 0;",
    from: "step < 0",
    to: "(step <= 0)",
    reason: "no slice has step 0",
  },
  {
    line: "const backwards = step < 0;",
    from: "0",
    to: "1",
    reason: "no slice has step 0, and steps are whole",
  },
  {
    line: 'const block = intOf(attributes, "blocksize", 1);',
    from: "1",
    to: "2",
    reason: "ONNX demands the block size of DepthToSpace, so its default is never taken",
  },
];
