import assert from "node:assert/strict";
import { photographTable } from "../../lib/bench/photograph_table.ts";
import { profileTable } from "../../lib/bench/profile_table.ts";
import { type Rows } from "../../lib/bench/rows.ts";
import { costTable } from "../../lib/bench/tables.ts";
import { unetTable } from "../../lib/bench/unet_table.ts";
import { sampleResult } from "./sample.ts";

const rowOf = (rows: Rows, name: string): readonly string[] => rows.find(([first]) => first === name)!;

Deno.test("costs are given with their ratios: to bare convolutions, to windows, to the standard case", () => {
  const rows = costTable(sampleResult({ official: false }).cases);
  assert.equal(rows.length, 12);
  assert.ok(rows.every((row) => row.length === rows[0]!.length));
  const step = ["0.160", "1.25", "16.0", "600", "1.400", "1.25", "140.0", "2000"];
  assert.deepEqual(rowOf(rows, "stylegan2-512-4-handles").slice(1), [...step, "8.75", "2.29"]);
  assert.equal(rowOf(rows, "stylegan2-512").at(-1), "1.00");
});

Deno.test("without the standard case there is no ratio to it", () => {
  const [, ...others] = sampleResult({ official: false }).cases.slice(0, 3);
  assert.ok(costTable(others).slice(1).every((row) => row.at(-1) === ""));
});

Deno.test("the official step stands in columns of its own, empty for other models", () => {
  const rows = costTable(sampleResult().cases);
  assert.deepEqual(rows[0]!.slice(-4), ["official s", "MB", "official / windowed", "steps alike"]);
  assert.deepEqual(rowOf(rows, "stylegan2-512").slice(-4), ["3.00", "4000", "42.86", "4 of 4"]);
  assert.deepEqual(rowOf(rows, "progan-128").slice(-4), ["", "", "", ""]);
});

Deno.test("steps on U-Nets are given with their forward pass, the rate of bare products, and the official program", () => {
  const rows = unetTable(sampleResult().unets);
  const step = ["5.000", "12.500", "2.50", "80 %", "1250.0", "7000"];
  assert.deepEqual(rowOf(rows, "unet-sd15").slice(1), [...step, "6.80", "20.00", "6000", "1.60", "4 of 4"]);
  assert.deepEqual(rowOf(rows, "unet-small").slice(1), [...step, "", "", "", "", ""]);
  assert.deepEqual(unetTable(sampleResult({ official: false }).unets)[1], ["unet-small", ...step]);
});

Deno.test("whole edits have a line each", () => {
  const [, first] = photographTable(sampleResult().photographs);
  assert.deepEqual(first, ["photograph-sd15-batch-1", "300", "11.5", "9000", "10000000"]);
});

Deno.test("profiles of some ways stand beside each other, the most expensive of the first on top, small ones together", () => {
  const few = ["Abs", "Neg"].map((kind) => ({ kind, nodes: 4, seconds: 0.00002 }));
  const windowed = [
    { kind: "Conv", nodes: 3, seconds: 0.03 },
    { kind: "Gather", nodes: 2, seconds: 0.00996 },
    ...few,
  ];
  const whole = [{ kind: "Mul", nodes: 1, seconds: 0.5 }, { kind: "Conv", nodes: 3, seconds: 0.5 }];
  assert.deepEqual(profileTable({ windowed, whole }), [
    ["operator", "windowed nodes", "ms", "share", "whole nodes", "ms", "share"],
    ["Conv", "3", "30.00", "75.0 %", "3", "500.00", "50.0 %"],
    ["Gather", "2", "9.96", "24.9 %", "", "", ""],
    ["Mul", "", "", "", "1", "500.00", "50.0 %"],
    ["others", "8", "0.04", "0.1 %", "", "", ""],
    ["all", "13", "40.00", "100.0 %", "4", "1000.00", "100.0 %"],
  ]);
});
