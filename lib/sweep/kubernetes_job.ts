import { dump } from "js-yaml";
import { type Job } from "kubernetes-types/batch/v1";
import { type Container } from "kubernetes-types/core/v1";
import { type EngineJob, RESTARTS } from "./engine_job.ts";

/** An indexed job, whose indices JOB_COMPLETION_INDEX tells apart; it is called so in lower-case letters, digits and -. */
export interface IndexedJob extends EngineJob {
  /** The image of the container. */
  readonly image: string;
  /** Name of the claim of the volume that all share, and where it is in the container. */
  readonly volume: { readonly claim: string; readonly path: string };
}

/** Exit status of a worker for wrong input, which no restart makes right. */
const WRONG_INPUT = 2;

const VOLUME = "sweeps";

const containerOf = ({ command, image, memory, processors, volume }: IndexedJob): Container => ({
  name: "worker",
  image,
  command: [...command],
  resources: {
    requests: { cpu: String(processors), memory: `${memory}Mi` },
    limits: { memory: `${memory}Mi` },
  },
  volumeMounts: [{ name: VOLUME, mountPath: volume.path }],
});

/** The manifest, in YAML, of an indexed job of Kubernetes (1.29 or later), each of whose indices runs one shard. */
export function kubernetesJob(job: IndexedJob): string {
  const { name, tasks, parallel = tasks, volume } = job;
  const manifest: Job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: name.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-") },
    spec: {
      completionMode: "Indexed",
      completions: tasks,
      parallelism: parallel,
      backoffLimitPerIndex: RESTARTS,
      podFailurePolicy: {
        rules: [{
          action: "FailIndex",
          onExitCodes: { containerName: "worker", operator: "In", values: [WRONG_INPUT] },
        }],
      },
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [containerOf(job)],
          volumes: [{ name: VOLUME, persistentVolumeClaim: { claimName: volume.claim } }],
        },
      },
    },
  };
  return dump(manifest, { lineWidth: -1 });
}
