/** The anywidget in the text of an ES module. */
async function widgetOf(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  try {
    const { default: widget } = await import(url);
    return typeof widget === "function" ? await widget() : widget;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function render(model, element, signal) {
  const style = document.createElement("style");
  const content = document.createElement("div");
  style.textContent = model.get("_css") ?? "";
  element.replaceChildren(style, content);
  try {
    const widget = await widgetOf(model.get("_esm"));
    const ends = [
      await widget.initialize?.({ model, signal }),
      await widget.render?.({ model, el: content, signal }),
    ].filter((end) => typeof end === "function");
    if (signal.aborted) { for (const end of ends) end(); }
    else signal.addEventListener("abort", () => ends.forEach((end) => end()));
  } catch (error) {
    content.textContent = `The widget could not be shown: ${error.stack ?? error}`;
  }
}

/** Shows a model by its anywidget module; the returned function ends that. */
export function mount(model, element) {
  const controller = new AbortController();
  render(model, element, controller.signal);
  return () => {
    controller.abort();
    model.off();
  };
}
