import { joinBuffers, splitBuffers } from "./buffers.js";

/** The front end's half of a widget, as anywidget modules know it (https://anywidget.dev/en/afm). */
export class Model {
  #comm;
  #state = {};
  #changed = new Set();
  #handlers = new Map();

  /** Speaks Jupyter's widget protocol on a comm. */
  constructor(comm) {
    this.#comm = comm;
  }

  get(name) {
    return this.#state[name];
  }

  set(name, value) {
    this.#changed.add(name);
    this.#take({ [name]: value });
  }

  save_changes() {
    if (this.#changed.size === 0) return;
    const changes = Object.fromEntries([...this.#changed].map((name) => [name, this.#state[name]]));
    this.#changed.clear();
    const { state, paths, buffers } = splitBuffers(changes);
    this.#comm.send({ method: "update", state, buffer_paths: paths }, buffers);
  }

  send(content, _callbacks, buffers = []) {
    this.#comm.send({ method: "custom", content }, buffers);
  }

  on(events, handler) {
    for (const event of events.split(/\s+/)) {
      this.#handlers.set(event, [...this.#handlers.get(event) ?? [], handler]);
    }
  }

  /** Forgets a handler of an event, or all of them, or those of all events. */
  off(events, handler) {
    for (const event of events?.split(/\s+/) ?? [...this.#handlers.keys()]) {
      const kept = (this.#handlers.get(event) ?? []).filter((each) => handler && each !== handler);
      this.#handlers.set(event, kept);
    }
  }

  /** What anywidget modules find models of other widgets by: there are none here. */
  widget_manager = {
    get_model: (id) =>
      Promise.reject(new Error(`Expected a widget of its own but found a reference to ${id}.`)),
  };

  /** Takes a message of the kernel. */
  receive({ method, content, state, buffer_paths: paths = [] }, buffers) {
    const views = buffers.map((bytes) => ArrayBuffer.isView(bytes) ? viewOf(bytes) : new DataView(bytes));
    if (method === "update") this.#take(joinBuffers(state, paths, views));
    if (method === "custom") this.#emit("msg:custom", content, views);
  }

  #take(changes) {
    const names = Object.keys(changes).filter((name) => this.#state[name] !== changes[name]);
    this.#state = { ...this.#state, ...changes };
    for (const name of names) this.#emit(`change:${name}`, this, this.#state[name]);
    if (names.length > 0) this.#emit("change", this);
  }

  #emit(event, ...values) {
    for (const handler of this.#handlers.get(event) ?? []) handler(...values);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength);
