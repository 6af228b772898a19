export { type LoggedStep, readLossLog } from "./loss_log.ts";
export type { OptimiserNumbers, Trained } from "./optimiser.ts";
export { type RunOptions, runTraining, type TrainingJob } from "./run_training.ts";
export { startWeights } from "./start_weights.ts";
export { type Loss, type SummedLoss, train, type Training, type TrainingStep } from "./train.ts";
export {
  averagedWeights,
  halfWeights,
  type Tensors,
  trainingStart,
  type TrainingState,
} from "./training_state.ts";
