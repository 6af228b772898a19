import { DISPLAY, type Displayable, type MimeBundle } from "../display/displayable.ts";
import { type Comms, kernelHost } from "../kernel/host.ts";
import { splitBuffers } from "./buffers.ts";
import { sendState, WidgetModel, type WidgetModelOptions } from "./model.ts";

/** The MIME type of a view that ipywidgets' front end shows. */
export const STANDARD_VIEW = "application/vnd.jupyter.widget-view+json";
/** The MIME type of a view that our own front end shows; it goes before the standard one. */
export const OWN_VIEW = "application/vnd.stabledrag.widget-view+json";

/** A widget's bundle: views for the front ends that can show them, and a still form for all others. */
export interface WidgetBundle extends MimeBundle {
  /** Where a front end with anywidget finds the model. */
  readonly [STANDARD_VIEW]?: {
    readonly version_major: 2;
    readonly version_minor: 0;
    readonly model_id: string;
  };
  /** Where our front end finds the model: the target of the comm to open. */
  readonly [OWN_VIEW]?: { readonly target: string };
}

/** Options of {@linkcode openAnyWidget}. */
export interface AnyWidgetOptions<S> extends Omit<WidgetModelOptions<S>, "constants"> {
  /** An ES module whose default export is an anywidget: `{ render({ model, el, signal }) }`. */
  readonly esm: string;
  /** Style sheet of its views (default: none). */
  readonly css?: string;
  /** The state that it starts with. Values are JSON, typed arrays, or arrays and objects of both. */
  readonly state: S;
  /** What hosts without comms show, and notebooks without a kernel (default: one line of text). */
  readonly still?: () => MimeBundle | Promise<MimeBundle>;
  /** How to reach front ends; default: those of the kernel that the code runs in, if it has any. */
  readonly comms?: Comms | undefined;
}

/** A widget with a front end of its own. */
export interface AnyWidget<S extends object> extends Displayable {
  /** The state, and messages. */
  readonly model: WidgetModel<S>;
  /** Shows the widget, or its still form where there are no comms. */
  readonly [DISPLAY]: () => Promise<WidgetBundle>;
}

/** Version of Jupyter's widget protocol. */
const METADATA = { version: "2.1.0" };
/** Any version of anywidget will do. */
const STANDARD_MODEL = {
  _model_module: "anywidget",
  _model_module_version: "*",
  _model_name: "AnyModel",
  _view_module: "anywidget",
  _view_module_version: "*",
  _view_name: "AnyView",
  _view_count: null,
  _anywidget_id: "stabledrag",
};
const NO_COMMS: MimeBundle = { "text/plain": "A widget, which needs the StableDrag kernel to be shown." };

/** Opens the model where the front end has ipywidgets and anywidget; returns its name there. */
function openStandard<S extends object>(comms: Comms, model: WidgetModel<S>): string {
  const { state, paths, buffers } = splitBuffers(model.whole);
  const data = { state, buffer_paths: paths };
  const comm = comms.open("jupyter.widget", data, { metadata: METADATA, buffers });
  model.attach(comm);
  return comm.id;
}

/** Lets our own front end open as many views as it likes; returns the target of their comms. */
function listenForViews<S extends object>(comms: Comms, model: WidgetModel<S>): string {
  const target = `stabledrag.widget.${crypto.randomUUID()}`;
  comms.register(target, (comm) => {
    model.attach(comm);
    sendState(comm, model.whole);
  });
  return target;
}

/**
 * Opens a widget whose front end is any anywidget module (https://anywidget.dev). It is shown by our own front end,
 * which `kernel install` installs, or by ipywidgets with anywidget; on hosts without comms by its still form.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DISPLAY } from "../display/displayable.ts";
 * import { openAnyWidget } from "./any_widget.ts";
 * const counter = openAnyWidget({
 *   state: { count: 0 },
 *   esm: `export default { render({ model, el }) {
 *     const button = document.createElement("button");
 *     const show = () => button.textContent = model.get("count");
 *     button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
 *     model.on("change:count", show);
 *     show();
 *     el.append(button);
 *   } }`,
 * });
 * counter.model.set({ count: 3 });
 * assert.match((await counter[DISPLAY]())["text/plain"], /needs the StableDrag kernel/);
 * ```
 */
export function openAnyWidget<S extends object>(
  { esm, css = "", state, check, still = () => NO_COMMS, comms = kernelHost()?.comms }: AnyWidgetOptions<S>,
): AnyWidget<S> {
  const constants = { ...STANDARD_MODEL, _esm: esm, _css: css };
  const model = new WidgetModel(state, { constants, ...(check ? { check } : {}) });
  if (!comms) return { model, [DISPLAY]: async () => await still() };
  const modelId = openStandard(comms, model);
  const target = listenForViews(comms, model);
  const views = {
    [OWN_VIEW]: { target },
    [STANDARD_VIEW]: { version_major: 2, version_minor: 0, model_id: modelId },
  } as const;
  return { model, [DISPLAY]: async () => ({ ...await still(), ...views }) };
}
