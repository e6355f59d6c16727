// Runs in a worker: reads files, and asks the module about them. A fresh instance handles each run.

let compiled, instance, maxSize;

onmessage = async ({ data }) => {
  if (data.wasm) {
    compiled = WebAssembly.compile(data.wasm);
    return;
  }
  try {
    postMessage({ run: data.run, ...(await (data.want ? want(data) : verify(data))) });
  } catch (error) {
    const refused = error instanceof Refused;
    postMessage({ run: data.run, problem: error.message, broken: !refused });
  }
};

/** Answers a request about the last run. */
function want({ want }) {
  return { want, bytes: instance.ask({ do: want }) };
}

async function verify({ run, settings, keys, records, files }) {
  instance = new Instance(await compiled);
  maxSize = JSON.parse(instance.askText({ do: "about" })).max_size;
  instance.ask({ do: "start", ...settings });
  for (const file of keys) await ask("key", file);
  for (const file of records) await ask("record", file);
  const reports = [], hashes = [];
  let told = 0;
  for (const [place, file] of files.entries()) {
    const { answer, hash } = await ask("add", file);
    if (answer.length > 0) reports.push(answer);
    hashes.push([file.name, hash]);
    if (performance.now() - told > 100) {
      told = performance.now();
      postMessage({ run, done: place + 1, of: files.length });
    }
  }
  const page = instance.ask({ do: "page" });
  return { page, hashes, many: reports.length > 0, reports: new Blob(reports) };
}

/** Sends a file with a request, and returns the answer and the SHA-256 of the file. */
async function ask(what, { name, file, unreadable }) {
  const read = unreadable ? { unreadable } : await readFile(name, file);
  const { bytes, raw } = read;
  const hash = raw && instance.askText({ do: "sha256" }, raw);
  // Keys and records must be readable: without them there is nothing to compare with.
  if (what !== "add" && read.unreadable) throw new Refused(`${name}: ${read.unreadable}`);
  return { answer: instance.ask({ do: what, name, unreadable: read.unreadable }, bytes), hash };
}

/**
 * Returns the bytes of a file, decompressed, or the reason why there are none; and the raw bytes if
 * all of them were read.
 */
async function readFile(name, file) {
  // One document may have only so many bytes, but a file of many may be larger.
  const limit = /\.(ndjson|jsonl)(\.gz|\.zst)?$/i.test(name) ? Infinity : maxSize + 1;
  try {
    const read = new Uint8Array(await (file.size > limit ? file.slice(0, limit) : file).arrayBuffer());
    const raw = file.size > limit ? undefined : read;
    const starts = (...bytes) => bytes.every((byte, place) => read[place] === byte);
    if (starts(0x28, 0xb5, 0x2f, 0xfd)) {
      return { raw, unreadable: "compressed with zstd, which browsers cannot decompress; run `zstd -d` on it first, or use the command pith" };
    }
    if (starts(0x1f, 0x8b)) {
      // A file could change between two reads, so what was hashed is what is decompressed.
      return { raw, ...(await decompress(raw ? new Blob([raw]) : file, limit)) };
    }
    if (/\.(gz|zst)$/i.test(name) && read.length > 0) {
      return { raw, unreadable: "not compressed with gzip or zstd, although its name says so; rename the file" };
    }
    return { raw, bytes: read };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return { unreadable: `the browser cannot read it (${error.message}); choose it again` };
  }
}

/** Decompresses a file, up to a number of bytes. */
async function decompress(file, limit) {
  const parts = [];
  let length = 0;
  try {
    const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let part; length < limit && !(part = await reader.read()).done; ) {
      parts.push(part.value);
      length += part.value.length;
    }
    reader.cancel().catch(() => {});
  } catch {
    return { unreadable: "cannot be decompressed: it is damaged, cut off, or has several parts; run `gunzip` on it, and choose what that writes" };
  }
  const bytes = new Uint8Array(Math.min(length, limit));
  let place = 0;
  for (const part of parts) {
    bytes.set(part.subarray(0, bytes.length - place), place);
    place += Math.min(part.length, bytes.length - place);
  }
  return { bytes };
}
