// The npm package pith-verify: index.d.ts describes what it exports.

import { Instance, Refused } from "./module.js";

export { Refused };

const address = new URL("./dist/pith.wasm", import.meta.url);
const compiled = await WebAssembly.compile(await moduleBytes());
let instance;

async function moduleBytes() {
  if (address.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return readFile(address);
  }
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

export function verify(bytes, options = {}) {
  const report = asked([bytes], options, "reports");
  if (report === "") throw new TypeError(`${options.name}: this name means one document per line; verify each document by itself`);
  return JSON.parse(report);
}

export function explainHtml(bytes, options = {}) {
  return asked([bytes], options, "page");
}

export function compareHtml(bytes, otherBytes, options = {}) {
  return asked([bytes, otherBytes], options, "page");
}

function asked(documents, options, what) {
  const { name = "document.json", otherName = "other.json", keys = [], records = [], builtInKeys = true, ...texts } = options;
  try {
    instance ??= new Instance(compiled);
    instance.ask({ do: "start", ...texts, no_builtin_keys: !builtInKeys });
    keys.forEach((key, place) => send("key", key, `key-${place + 1}`));
    records.forEach((record, place) => send("record", record, `record-${place + 1}.json`));
    documents.forEach((bytes, place) => send("add", bytes, place === 0 ? name : otherName));
    return instance.askText({ do: what });
  } catch (error) {
    // After any other error, the state of the instance is not known.
    if (!(error instanceof Refused)) instance = undefined;
    throw error;
  }
}

/** Sends bytes, or a file as `{name, bytes}`. */
function send(what, file, name) {
  const bytes = file.bytes ?? file;
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${file.name ?? name}: expected a Uint8Array of bytes`);
  instance.ask({ do: what, name: file.name ?? name }, bytes);
}
