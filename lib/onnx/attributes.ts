/** The value of an operator's attribute, with the type that ONNX stores it as. */
export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

/** The attributes of a node, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** An integer attribute, or `fallback` where it is absent. */
export function intOf(attributes: Attributes, name: string, fallback: number): number {
  const a = attributes[name];
  return a && "int" in a ? a.int : fallback;
}

/** A list attribute, or `fallback` where it is absent. */
export function intsOf(attributes: Attributes, name: string, fallback: readonly number[]): readonly number[] {
  const a = attributes[name];
  return a && "ints" in a ? a.ints : fallback;
}

/** A float attribute, or `fallback` where it is absent. */
export function floatOf(attributes: Attributes, name: string, fallback: number): number {
  const a = attributes[name];
  return a && "float" in a ? a.float : fallback;
}

/** A string attribute, or `fallback` where it is absent. */
export function stringOf(attributes: Attributes, name: string, fallback: string): string {
  const a = attributes[name];
  return a && "string" in a ? a.string : fallback;
}
