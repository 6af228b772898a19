import assert from "node:assert/strict";
import { load } from "js-yaml";
import { InputError } from "../../lib/errors.ts";
import { kubernetesJob } from "../../lib/sweep/kubernetes_job.ts";
import { sbatchScript } from "../../lib/sweep/sbatch_script.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { run } from "./run_here.ts";

const COMMON = {
  name: "sweep-latent_space",
  command: ["deno", "task", "sweep", "work", "latent_space", "--model", "it's a model.pkl", "--shards", "24"],
  tasks: 24,
  memory: 2048,
  processors: 1,
};

Deno.test("the file for sbatch has the whole array, and runs a killed worker again", () => {
  const script = sbatchScript({ ...COMMON, parallel: 8, logs: "out/a b/logs", options: ["--time=1-0"] });
  assert.equal(
    script,
    `#!/bin/bash
#SBATCH --job-name=sweep-latent_space
#SBATCH --array=0-23%8
#SBATCH --cpus-per-task=1
#SBATCH --mem=2048M
#SBATCH --requeue
#SBATCH --output=/dev/null
#SBATCH --time=1-0

# Only tasks without a result are run: after failures, submit this file again, or parts of it: sbatch --array=3,17 FILE
mkdir -p 'out/a b/logs'
deno task sweep work latent_space --model 'it'\\''s a model.pkl' --shards 24 </dev/null >>'out/a b/logs'/"$SLURM_ARRAY_TASK_ID.log" 2>&1
status=$?

if [ "$status" -gt 128 ] && [ "$status" -ne 130 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$status"
`,
  );
});

/** Runs a file for sbatch as Slurm would; what it asked scontrol for, and its exit status. */
async function execute(worker: string, restarts: string): Promise<readonly [string, number]> {
  using folder = temporaryFolder();
  const script = sbatchScript({ ...COMMON, command: ["bash", "-c", worker], logs: folder.at("logs") });
  const asked = folder.at("asked");
  const file = folder.write("job", script.replace("\n", `\nscontrol() { echo "$*" > '${asked}'; }\n`));
  const env = { SLURM_ARRAY_JOB_ID: "7", SLURM_ARRAY_TASK_ID: "3", SLURM_RESTART_COUNT: restarts };
  const { code } = await new Deno.Command("bash", { args: [file], env }).output();
  return [await Deno.readTextFile(asked).catch(() => ""), code];
}

Deno.test("only a worker that was killed asks Slurm to be run again, three times at most", async () => {
  assert.deepEqual(await execute("exit 0", "0"), ["", 0]);
  assert.deepEqual(await execute("exit 2", "0"), ["", 2]);
  assert.deepEqual(await execute("exit 130", "0"), ["", 130]);
  assert.deepEqual(await execute("kill -KILL $$", "0"), ["requeue 7_3\n", 137]);
  assert.deepEqual(await execute("kill -KILL $$", "2"), ["requeue 7_3\n", 137]);
  assert.deepEqual(await execute("kill -KILL $$", "3"), ["", 137]);
});

Deno.test("the manifest for Kubernetes is YAML of an indexed job that runs each index again by itself", () => {
  const yaml = kubernetesJob({ ...COMMON, image: "lab:1", volume: { claim: "results", path: "/sweeps" } });
  assert.deepEqual(load(yaml), {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "sweep-latent-space" },
    spec: {
      completionMode: "Indexed",
      completions: 24,
      parallelism: 24,
      backoffLimitPerIndex: 3,
      podFailurePolicy: {
        rules: [
          { action: "FailIndex", onExitCodes: { containerName: "worker", operator: "In", values: [2] } },
        ],
      },
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{
            name: "worker",
            image: "lab:1",
            command: COMMON.command,
            resources: { requests: { cpu: "1", memory: "2048Mi" }, limits: { memory: "2048Mi" } },
            volumeMounts: [{ name: "sweeps", mountPath: "/sweeps" }],
          }],
          volumes: [{ name: "sweeps", persistentVolumeClaim: { claimName: "results" } }],
        },
      },
    },
  });
});

Deno.test("submit writes what each engine is told: the sweep with its options, and how many shards it has", async () => {
  using folder = temporaryFolder();
  const to = folder.at("job");
  const what = ["submit", "tau", "--pairs", "3", "--tasks", "5", "--threads", "2", "--to", to];
  await run(...what, "--engine", "slurm", "--parallel", "4", "--sbatch=--partition=cpu");
  const script = Deno.readTextFileSync(to);
  const options = "--model faces --pairs 3 --provider auto --threads 2 --shards 5";
  assert.match(script, /^#SBATCH --array=0-4%4\n#SBATCH --cpus-per-task=2\n#SBATCH --mem=4096M$/m);
  assert.match(script, /^#SBATCH --partition=cpu$/m);
  assert.match(
    script,
    new RegExp(`^npx -y deno@\\S+ task sweep work tau --out out/sweeps/nose-drag/tau ${options} `, "m"),
  );
  await run(...what, "--engine", "k8s", "--image", "lab:1", "--volume", "results", "--mount", "/data");
  const { command } = (load(Deno.readTextFileSync(to)) as {
    spec: { template: { spec: { containers: [{ command: string[] }] } } };
  }).spec.template.spec.containers[0];
  assert.equal(command.join(" "), `deno task sweep work tau --out /data/nose-drag/tau ${options}`);
});

Deno.test("results of Kubernetes' workers are on the volume, wherever below it, and nowhere else", async () => {
  using folder = temporaryFolder();
  const to = folder.at("job");
  const submit = async (...options: readonly string[]): Promise<string> => {
    await run(
      "submit",
      "tau",
      "--engine",
      "k8s",
      "--image",
      "lab:1",
      "--volume",
      "results",
      "--to",
      to,
      ...options,
    );
    return / --out (\S+)/.exec(Deno.readTextFileSync(to).replaceAll(/\n +- /g, " "))![1]!;
  };
  assert.equal(await submit(), "/sweeps/nose-drag/tau");
  assert.equal(await submit("--out", "out/mine"), "/sweeps/out/mine");
  assert.equal(await submit("--out", "mine", "--mount", "/data/"), "/data/mine");
  assert.equal(await submit("--out", "/data/mine", "--mount", "/data"), "/data/mine");
  Deno.removeSync(to);
  for (const out of ["/out/mine", "/sweeps-2/mine", "../mine"]) {
    await assert.rejects(submit("--out", out), {
      name: "InputError",
      message: `--out: Expected a folder below --mount, /sweeps, but found ${out}.`,
    });
  }
  await assert.rejects(
    submit("--mount", "data"),
    /^InputError: --mount: Expected an absolute path but found data\.$/,
  );
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("submit refuses what an engine cannot do without, and writes nothing", async () => {
  using folder = temporaryFolder();
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["--engine", "k8s", "--image", "lab:1"],
      /Expected --image and --volume for Kubernetes but found not both/,
    ],
    [
      ["--engine", "slurm", "--command", " "],
      /--command: Expected the words that start this program but found none/,
    ],
    [["--engine", "k8s", "--now"], /Expected --now with Slurm and with a file, --to, but found it without\./],
    [["--engine", "slurm", "--seeds", "5-3"], /Expected seeds as first-last/],
  ];
  for (const [options, message] of cases) {
    await assert.rejects(run("submit", "tau", ...options, "--to", folder.at("job")), message);
  }
  await assert.rejects(
    run("submit", "dragbench", "--engine", "slurm", "--to", folder.at("job")),
    /^InputError: Expected --dataset with the folder of a dataset but found none\.$/,
  );
  await assert.rejects(
    run("submit", "tau", "--engine", "slurm", "--now"),
    /with a file, --to, but found it without/,
  );
  for (
    const [to, found] of [[folder.at("nodir", "x"), /: No such file/], [
      folder.at(),
      /found a folder/,
    ]] as const
  ) {
    await assert.rejects(run("submit", "tau", "--engine", "slurm", "--to", to), (error: unknown) => {
      assert.ok(error instanceof InputError && error.message.includes(to));
      assert.match(error.message, found);
      return true;
    });
  }
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("submit tells the workers of DragBench all that its own options say", async () => {
  using folder = temporaryFolder();
  const to = folder.at("job");
  await run(
    ...["submit", "dragbench", "--engine", "slurm", "--tasks", "3"],
    ...["--to", to, "--dataset", "my set", "--pairs", "5"],
    ...["--methods", "draggan", "stabledrag", "--lpips", "a.pth", "b.pth", "--model", "sd"],
  );
  const options = "--dataset 'my set' --model sd --gan faces --methods draggan stabledrag --pairs 5";
  assert.ok(
    Deno.readTextFileSync(to).includes(
      `task sweep work dragbench --out out/sweeps/dragbench ${options} --lpips a.pth b.pth --provider auto --threads 1 ` +
        "--shards 3 ",
    ),
    Deno.readTextFileSync(to),
  );
});

Deno.test("DragBench in a sweep needs a dataset and true seeds, and other sweeps refuse its options", async () => {
  using folder = temporaryFolder();
  await assert.rejects(
    run("work", "dragbench", "--shard", "0/1", "--out", folder.at("out")),
    /Expected --dataset with the folder of a dataset but found none\./,
  );
  await assert.rejects(
    run("submit", "dragbench", "--engine", "slurm", "--dataset", "set", "--seeds", "5-3"),
    /Expected seeds as first-last/,
  );
  await assert.rejects(
    run("submit", "tau", "--engine", "slurm", "--methods", "draggan"),
    /Expected --methods for dragbench only but found it for tau\./,
  );
});
