// Calls the WebAssembly module: src/exports.rs has the rules.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The module refused a request, for example because a file holds no key. */
export class Refused extends Error {
  name = "Refused";
}

/** One instance of the module. After any error but `Refused` it must not be used again. */
export class Instance {
  #exports;

  /** @param {WebAssembly.Module} module */
  constructor(module) {
    this.#exports = new WebAssembly.Instance(module, {}).exports;
  }

  /**
   * Sends a request, and the bytes of a file if it has one, and returns the answer.
   *
   * @param {object} request
   * @param {Uint8Array} bytes
   * @returns {Uint8Array}
   */
  ask(request, bytes = new Uint8Array()) {
    const { memory, request: reserve, handle, answer } = this.#exports;
    const line = encoder.encode(JSON.stringify(request, wellFormed) + "\n");
    // The module returns signed numbers; a place may be in the upper half of its memory.
    const place = reserve(line.length + bytes.length) >>> 0;
    const room = new Uint8Array(memory.buffer, place, line.length + bytes.length);
    room.set(line);
    room.set(bytes, line.length);
    const length = handle();
    const answered = new Uint8Array(memory.buffer, answer() >>> 0, Math.abs(length)).slice();
    if (length < 0) throw new Refused(decoder.decode(answered));
    return answered;
  }

  /** Sends a request, and returns the answer as text. */
  askText(request, bytes) {
    return decoder.decode(this.ask(request, bytes));
  }
}

/** Replaces lone surrogates, which file names can contain and UTF-8 cannot. */
function wellFormed(_name, value) {
  return typeof value === "string" ? decoder.decode(encoder.encode(value)) : value;
}
