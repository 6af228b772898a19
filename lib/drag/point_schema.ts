import { z } from "zod";
import { type Schema } from "../schema.ts";
import { type Point, type PointPair } from "./points.ts";

/** A point in a JSON file. */
export const POINT: Schema<Point> = z.tuple([z.number(), z.number()]);

/** A handle and its target in a JSON file. */
export const POINT_PAIR: Schema<PointPair> = z.strictObject({ handle: POINT, target: POINT });
