import { show } from "./shown.js";

/** After these nothing is left of the kernel's half of a widget. */
const ENDS = ["restarting", "autorestarting", "terminating", "dead"];

/** A comm of JupyterLab as `show` takes it. */
function commOf(kernel, target) {
  const comm = kernel.createComm(target);
  const view = {
    open: () => comm.open({}),
    send: (data, buffers) => comm.isDisposed || comm.send(data, undefined, buffers),
    close: () => comm.isDisposed || comm.close(),
  };
  comm.onMsg = ({ content, buffers = [] }) => view.onMessage(content.data, buffers);
  comm.onClose = () => view.onClose();
  return view;
}

/** The class of a cell's output that shows a widget. */
export const viewClass = (Widget, mimeType) =>
  class View extends Widget {
    #sessionContext;
    #end = () => {};
    #onStatus = (_, status) => ENDS.includes(status) && this.#end();

    constructor(sessionContext) {
      super();
      this.#sessionContext = sessionContext;
      this.#sessionContext.statusChanged.connect(this.#onStatus);
    }

    /** Called by JupyterLab with the output. */
    async renderModel({ data }) {
      this.#end();
      this.#end = show(undefined, data, this.node);
      await this.#sessionContext.ready;
      const kernel = this.#sessionContext.session?.kernel;
      if (this.isDisposed || !kernel) return;
      this.#end = show(commOf(kernel, data[mimeType].target), data, this.node);
    }

    dispose() {
      if (this.isDisposed) return;
      this.#sessionContext.statusChanged.disconnect(this.#onStatus);
      this.#end();
      super.dispose();
    }
  };
