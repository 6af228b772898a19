import { viewClass } from "./view.js";

const MIME_TYPE = "application/vnd.stabledrag.widget-view+json";
/** Before ipywidgets' views, whose rank is -10: where this extension is installed, it shows the kernel's widgets. */
const RANK = -20;

/** The plugin, made with JupyterLab's own `@lumino/widgets`. */
export function pluginWith({ Widget }) {
  const View = viewClass(Widget, MIME_TYPE);
  return {
    id: "@stabledrag/widgets:plugin",
    description: "Shows anywidget modules of the StableDrag kernel.",
    autoStart: true,
    activate: ({ docRegistry }) => {
      docRegistry.addWidgetExtension("Notebook", {
        createNew: ({ content }, { sessionContext }) => {
          const createRenderer = () => new View(sessionContext);
          content.rendermime.addFactory({ safe: false, mimeTypes: [MIME_TYPE], createRenderer }, RANK);
        },
      });
    },
  };
}
