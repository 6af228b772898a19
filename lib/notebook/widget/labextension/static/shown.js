import { Model } from "./model.js";
import { mount } from "./mount.js";

/** The picture or else the text of an output: no other form is looked at, as the output may come from a file. */
function still(data) {
  const picture = data["image/png"];
  const text = [data["text/plain"] ?? ""].flat().join("");
  const form = document.createElement(picture ? "img" : "pre");
  if (picture) {
    form.src = `data:image/png;base64,${[picture].flat().join("")}`;
    form.alt = text;
  } else form.textContent = text;
  return form;
}

/**
 * Shows an output in an element: its widget as soon as the kernel answers on a comm, its still form before and after
 * that. The returned function ends the widget.
 *
 * @param comm `{ open(), send(data, buffers), close(), onMessage, onClose }`, which speaks to the kernel's half; without
 * one the still form stays.
 */
export function show(comm, data, element) {
  let unmount = () => {};
  const showStill = () => {
    unmount();
    unmount = () => {};
    element.replaceChildren(still(data));
  };
  const leave = () => comm.close();
  showStill();
  if (!comm) return showStill;
  const model = new Model(comm);
  comm.onMessage = (message, buffers) => {
    const isFirst = !model.get("_esm");
    model.receive(message, buffers);
    if (!isFirst || !model.get("_esm")) return;
    const content = document.createElement("div");
    element.replaceChildren(content);
    unmount = mount(model, content);
  };
  comm.onClose = showStill;
  comm.open();
  // The kernel would go on to send to pages that are gone.
  addEventListener("pagehide", leave);
  return () => {
    removeEventListener("pagehide", leave);
    showStill();
    comm.close();
  };
}
