import { type DuckDBConnection, DuckDBInstance, type Json, StatementType } from "@duckdb/node-api";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { isThere } from "../hub/is_there.ts";
import { FILES, readManifest } from "../lab/run/results_folder.ts";
import { keysIn, taskPath } from "../lab/run/task_files.ts";

/** What a query found. */
export interface QueryResult {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Rows of cells; numbers that JavaScript has not, dates and the like are texts. */
  readonly rows: readonly (readonly Json[])[];
}

/** A path as DuckDB's SQL has it, where *, ? and [ would stand for many. */
const literal = (path: string): string => `'${path.replaceAll(/[*?[]/g, "[$&]").replaceAll("'", "''")}'`;

/** What DuckDB says of an error, in one line. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!
    .replace("Failed to extract statements: ", "");

/** Makes a table of Parquet files, whose columns need not be the same. */
async function load(connection: DuckDBConnection, table: string, paths: readonly string[]): Promise<void> {
  const list = paths.map(literal).join(", ");
  const sql = `CREATE TABLE ${table} AS SELECT * FROM read_parquet([${list}], union_by_name = true)`;
  await connection.run(sql).catch((cause: unknown) => {
    throw new InputError(`Expected Parquet files of results but found: ${reasonOf(cause)}`, { cause });
  });
}

/** Files of the tasks of the folder's run that have a result. */
async function taskPaths(folder: string): Promise<readonly string[]> {
  if (!await isThere(join(folder, FILES.manifest))) return [];
  const [{ tasks }, held] = await Promise.all([readManifest(folder), keysIn(folder)]);
  return tasks.filter(({ key }) => held.has(key)).map(({ key }) => taskPath(folder, key));
}

/** The gathered results of a folder, or as long as there are none those of its tasks. */
async function resultPaths(folder: string): Promise<readonly string[]> {
  const gathered = join(folder, FILES.results);
  const paths = await isThere(gathered) ? [gathered] : await taskPaths(folder);
  if (paths.length > 0) return paths;
  throw new InputError(`Expected results in ${folder} but found none.`);
}

const refused = (cause: unknown): InputError =>
  new InputError(`Expected a query that DuckDB can answer but found: ${reasonOf(cause)}`, { cause });

/** Runs one SELECT and nothing else. */
async function select(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
  if (sql.trim() === "") throw new InputError("Expected a query but found no words.");
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    throw refused(error);
  });
  if (statements.count !== 1) {
    throw new InputError(`Expected one query but found ${statements.count} statements.`);
  }
  try {
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

/**
 * Asks DuckDB about the results in folders of one experiment. They are in the table `results`: the gathered ones where a
 * folder has them, else those of the tasks that are done. A query that speaks of `tasks` has these in a table of that
 * name, with the seconds of their parts in columns PART_seconds. The query can neither change nor read anything else.
 *
 * @param sql one SELECT.
 * @throws {InputError} when a folder has no results, or DuckDB cannot answer the query.
 */
export async function queryResults(folders: readonly string[], sql: string): Promise<QueryResult> {
  const results = (await Promise.all(folders.map(resultPaths))).flat();
  const tasks = /\btasks\b/i.test(sql) ? (await Promise.all(folders.map(taskPaths))).flat() : [];
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    await load(connection, "results", results);
    if (tasks.length > 0) await load(connection, "tasks", tasks);
    await connection.run("SET enable_external_access = false");
    await connection.run("SET lock_configuration = true");
    return await select(connection, sql);
  } finally {
    instance.closeSync();
  }
}
