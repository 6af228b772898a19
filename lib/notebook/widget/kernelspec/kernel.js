// Notebook 6 runs this file of a kernel's spec when the kernel is chosen; later front ends use the extension.
define(["module", "base/js/namespace", "notebook/js/outputarea"], ({ uri }, Jupyter, { OutputArea }) => {
  const MIME_TYPE = "application/vnd.stabledrag.widget-view+json";
  const shown = import(new URL("widgets/shown.js", new URL(uri, location)));

  /** A comm of Notebook 6 as `show` takes it. */
  function commOf(target) {
    const manager = Jupyter.notebook.kernel.comm_manager;
    let comm;
    const view = {
      open() {
        comm = manager.new_comm(target, {});
        comm.on_msg(({ content, buffers = [] }) => view.onMessage(content.data, buffers));
        comm.on_close(() => view.onClose());
      },
      send: (data, buffers) => comm.send(data, undefined, undefined, buffers),
      close: () => comm.close(),
    };
    return view;
  }

  function append({ target }, _metadata, parent) {
    const area = this.create_output_subarea({}, "output_stabledrag_widget", MIME_TYPE);
    const { data = {} } = this.outputs.findLast(({ data }) => data?.[MIME_TYPE]?.target === target) ?? {};
    parent.append(area);
    Jupyter.keyboard_manager.register_events(area);
    shown.then(({ show }) => {
      const comm = Jupyter.notebook.kernel ? commOf(target) : undefined;
      const end = show(comm, data, area[0]);
      Jupyter.notebook.events.one("kernel_restarting.Kernel kernel_dead.Kernel kernel_killed.Kernel", end);
    });
    return area;
  }

  const onload = () => OutputArea.prototype.register_mime_type(MIME_TYPE, append, { safe: false, index: 0 });
  return { onload };
});
