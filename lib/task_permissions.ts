import config from "../deno.json" with { type: "json" };

/** What a task of `deno.json` may: the words that its command tells Deno so with. */
export const permissionsOf = (task: keyof typeof config.tasks): readonly string[] =>
  config.tasks[task].split(" ").filter((word) => /^--(no-prompt|allow-)/.test(word));
