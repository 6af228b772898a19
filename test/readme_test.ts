import assert from "node:assert/strict";

const cellsOf = (line: string): string[] => line.split("|").slice(1, -1).map((cell) => cell.trim());

/** Rows of the first Markdown table in a text, by their first cell, without the line of dashes. */
function tableIn(text: string): Map<string, string[]> {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("| method"));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith("|"));
  return new Map(lines.slice(start, end).map(cellsOf).map((cells) => [cells[0]!, cells]));
}

Deno.test("the README's landmark table says what the committed results say", async () => {
  const shown = tableIn((await Deno.readTextFile("README.md")).split("## Does it work?")[1]!);
  const results = tableIn(
    await Deno.readTextFile("experiments/results/face-landmarks-1/face-landmarks-1.md"),
  );
  const heading = shown.get("method")!;
  assert.ok(heading.length > 3 && shown.size > 5);
  for (const [method, cells] of shown) {
    if (/^-+$/.test(method)) continue;
    heading.forEach((name, column) => {
      const at = results.get("method")!.indexOf(name);
      assert.ok(at >= 0, name);
      assert.equal(cells[column], results.get(method)?.[at], `${name} of ${method}`);
    });
  }
});
