/**
 * Notebooks: what cells show, displays that change in place, and widgets.
 *
 * @module
 */

export { analysisParts, showAnalysis } from "./display/analysis.ts";
export type { Clock } from "./display/clock.ts";
export { DISPLAY, type Displayable, type MimeBundle } from "./display/displayable.ts";
export { showDrag, type ShowDragOptions, showStep } from "./display/drag.ts";
export { showElement } from "./display/element.ts";
export { figure, type FigureOptions } from "./display/figure.ts";
export { showFunction, showGraph, type ShowGraphOptions } from "./display/graph.ts";
export { liveDrag, type LiveDragOptions } from "./display/live_drag.ts";
export { type Draw, type LiveOptions, LiveView } from "./display/live_view.ts";
export type { KernelOutput, LivePlace } from "./display/output.ts";
export { type PictureDisplayOptions, showPicture } from "./display/picture.ts";
export { showPictures, type ShowPicturesOptions } from "./display/pictures.ts";
export { progress, type ProgressOptions } from "./display/progress.ts";
export type { ProgressState } from "./display/progress_bundle.ts";
export { type ProgressNow, ProgressView, type ProgressViewOptions } from "./display/progress_view.ts";
export { showScores } from "./display/scores.ts";
export { display, displayIn, show } from "./display/show.ts";
export { showTable } from "./display/table.ts";
export { showTensor, type ShowTensorOptions } from "./display/tensor.ts";
export { watch, type WatchOptions } from "./display/watch.ts";
export {
  type Comm,
  type CommExtras,
  type CommMessage,
  type Comms,
  type KernelHost,
  kernelHost,
} from "./kernel/host.ts";
export type { JsonObject } from "./protocol/message.ts";
export {
  type AnyWidget,
  type AnyWidgetOptions,
  openAnyWidget,
  OWN_VIEW,
  STANDARD_VIEW,
  type WidgetBundle,
} from "./widget/any_widget.ts";
export type { DragResult } from "./widget/drag_run.ts";
export { DragWidget, dragWidget, type DragWidgetOptions } from "./widget/drag_widget.ts";
export { type MessageHandler, WidgetModel, type WidgetModelOptions } from "./widget/model.ts";
