import { Model } from "./model.js";
import { mount } from "./mount.js";

/** After these nothing is left of the kernel's half of a widget. */
const ENDS = ["restarting", "autorestarting", "terminating", "dead"];

/** The class of a cell's output that shows a widget; it shows the output's still form until the kernel answers. */
export const viewClass = (Widget, mimeType) =>
  class View extends Widget {
    #sessionContext;
    #comm;
    #unmount = () => {};
    #onStatus = (_, status) => {
      if (ENDS.includes(status)) this.#end();
    };
    #still = document.createElement("div");

    constructor(sessionContext) {
      super();
      this.#sessionContext = sessionContext;
      this.#sessionContext.statusChanged.connect(this.#onStatus);
    }

    /** Called by JupyterLab with the output. */
    async renderModel({ data }) {
      this.#fillStill(data);
      this.node.replaceChildren(this.#still);
      await this.#sessionContext.ready;
      const kernel = this.#sessionContext.session?.kernel;
      if (this.isDisposed || !kernel || this.#comm) return;
      this.#comm = kernel.createComm(data[mimeType].target);
      const model = new Model(this.#comm);
      this.#comm.onMsg = ({ content, buffers = [] }) => {
        const isFirst = !model.get("_esm");
        model.receive(content.data, buffers);
        if (isFirst && model.get("_esm")) this.#show(model);
      };
      this.#comm.onClose = () => this.#end();
      this.#comm.open({});
    }

    dispose() {
      if (this.isDisposed) return;
      this.#sessionContext.statusChanged.disconnect(this.#onStatus);
      this.#unmount();
      if (this.#comm && !this.#comm.isDisposed) this.#comm.close();
      super.dispose();
    }

    #show(model) {
      const element = document.createElement("div");
      this.node.replaceChildren(element);
      this.#unmount = mount(model, element);
    }

    #end() {
      this.#unmount();
      this.#unmount = () => {};
      this.node.replaceChildren(this.#still);
    }

    /** The picture or else the text of the output: no other form is looked at, as it may come from a file. */
    #fillStill(data) {
      const picture = data["image/png"];
      const form = document.createElement(picture ? "img" : "pre");
      if (picture) {
        form.src = `data:image/png;base64,${[picture].flat().join("")}`;
        form.alt = [data["text/plain"] ?? ""].flat().join("");
      } else form.textContent = [data["text/plain"] ?? ""].flat().join("");
      this.#still.replaceChildren(form);
    }
  };
