// The container in which JupyterLab 4 and Notebook 7 look for an extension (webpack's module federation), by hand.
(() => {
  const here = document.currentScript.src;
  let shared;

  /** A module that JupyterLab shares: of several versions the one that is in use already. */
  async function sharedModule(name) {
    const versions = Object.values(shared[name]);
    const { get } = versions.find(({ loaded }) => loaded) ?? versions[0];
    return (await get())();
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["@stabledrag/widgets"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { pluginWith } = await import(new URL("plugin.js", here));
      const plugin = pluginWith(await sharedModule("@lumino/widgets"));
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
