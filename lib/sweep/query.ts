import { type DuckDBConnection, DuckDBInstance, StatementType } from "@duckdb/node-api";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { isThere } from "../hub/is_there.ts";
import { type Json } from "../lab/run/json.ts";
import { encodeParquet } from "../lab/run/parquet.ts";
import { PART_SUFFIX } from "../lab/run/part_seconds.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { messageOf } from "../message_of.ts";
import { readDoneTasks } from "./done_tasks.ts";

/** What a query found. */
export interface QueryResult {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Rows of cells; numbers that JavaScript has not, dates and the like are texts. */
  readonly rows: readonly (readonly Json[])[];
}

/** Parquet files of a folder. */
interface Sources {
  /** The results; also with the seconds of tasks. */
  readonly results: string;
  /** Those of the tasks that are done, with their seconds, if there are any and they were asked for. */
  readonly tasks?: string;
}

/**
 * Brings the files of a folder's tasks together in one, where they are asked for or nothing was gathered yet: DuckDB takes
 * ten times as long to read as many small files as we do.
 */
async function sourcesOf(folder: string, withTasks: boolean, temporary: string): Promise<Sources> {
  const gathered = join(folder, FILES.results);
  const isGathered = await isThere(gathered);
  const rows = withTasks || !isGathered ? await readDoneTasks(folder) : [];
  if (rows.length === 0) {
    if (isGathered) return { results: gathered };
    throw new InputError(`Expected results in ${folder} but found none.`);
  }
  const tasks = await Deno.makeTempFile({ dir: temporary });
  await Deno.writeFile(tasks, encodeParquet({ rows, note: {} }));
  return { results: isGathered ? gathered : tasks, tasks };
}

/** A path as DuckDB's SQL has it, where *, ? and [ would stand for many. */
const literal = (path: string): string => `'${path.replaceAll(/[*?[]/g, "[$&]").replaceAll("'", "''")}'`;

/** What DuckDB says of an error, in one line. */
const reasonOf = (error: unknown): string =>
  messageOf(error).split("\n", 1)[0]!
    .replace("Failed to extract statements: ", "");

/** Makes a table of some columns of Parquet files, which need not have the same. */
async function load(
  connection: DuckDBConnection,
  table: string,
  columns: string,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const files = `read_parquet([${paths.map(literal).join(", ")}], union_by_name = true)`;
  await connection.run(`CREATE TABLE ${table} AS SELECT ${columns} FROM ${files}`).catch((cause: unknown) => {
    throw new InputError(`Expected Parquet files of results but found: ${reasonOf(cause)}`, { cause });
  });
}

const refused = (cause: unknown): InputError =>
  new InputError(`Expected a query that DuckDB can answer but found: ${reasonOf(cause)}`, { cause });

/** Runs one SELECT and nothing else. */
async function select(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  if (sql.trim() === "") throw new InputError("Expected a query but found no words.");
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) {
      throw new InputError(`Expected one query but found ${statements.count} statements.`);
    }
    const statement = await statements.prepare(0);
    if (statement.statementType !== StatementType.SELECT) {
      throw new InputError("Expected a SELECT, which changes nothing, but found another statement.");
    }
    const reader = await statement.runAndReadAll();
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowsJson() };
  } catch (error) {
    throw error instanceof InputError ? error : refused(error);
  }
}

/** Asks about files of results, which are closed to the query itself. */
async function ask(sources: readonly Sources[], sql: string): Promise<QueryResult> {
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    const withoutSeconds = `COLUMNS(name -> NOT suffix(name, '${PART_SUFFIX}'))`;
    await load(connection, "results", withoutSeconds, sources.map(({ results }) => results));
    await load(connection, "tasks", "*", sources.flatMap(({ tasks }) => tasks ?? []));
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    return await select(connection, sql);
  } finally {
    instance.closeSync();
  }
}

/** Refuses a folder that is named twice, whose rows would count twice. */
async function refuseRepeated(folders: readonly string[]): Promise<void> {
  const places = await Promise.all(folders.map((folder) => Deno.realPath(folder).catch(() => folder)));
  const again = places.findIndex((place, i) => places.indexOf(place) < i);
  if (again >= 0) throw new InputError(`Expected every folder once but found ${folders[again]} again.`);
}

/**
 * Asks DuckDB about the results in folders of one experiment. They are in the table `results`: the gathered ones where a
 * folder has them, else those of the tasks that are done. A query that speaks of `tasks` has these in a table of that
 * name, with the seconds of their parts in columns PART_seconds. The query can neither change nor read anything else.
 *
 * @param sql one SELECT.
 * @throws {InputError} when a folder has no results or is named twice, or DuckDB cannot answer the query.
 */
export async function queryResults(folders: readonly string[], sql: string): Promise<QueryResult> {
  await refuseRepeated(folders);
  const temporary = await Deno.makeTempDir();
  try {
    const withTasks = /\btasks\b/i.test(sql);
    const sources: Sources[] = [];
    for (const folder of folders) sources.push(await sourcesOf(folder, withTasks, temporary));
    return await ask(sources, sql);
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}
