/** Memory of a worker in MiB: one that drags faces by all methods takes 3.3 GB at most. */
export const WORKER_MEMORY = 4096;
