// Collects the files that were dropped, chosen or pasted, as {name, file} or {name, unreadable}.

/** Returns whether a folder is searched for files of this name. */
const isDocument = (name) => /^(?!\._).+\.(json|ndjson|jsonl)(\.gz|\.zst)?$/i.test(name);

/** Returns the files of a list, whatever their names are. */
function chosenFiles(list) {
  return { files: [...list].map((file) => ({ name: file.name, file })), skipped: 0 };
}

/** Returns the documents among all files of a folder. */
function chosenFolder(list) {
  const found = [...list].filter((file) => isDocument(file.name));
  const files = found.map((file) => ({ name: file.webkitRelativePath, file }));
  return { files: sorted(files), skipped: list.length - found.length, folder: true };
}

/** Returns the files of a drop, and the documents in its folders. */
async function droppedFiles(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  // All are asked for at once, because the list is emptied as soon as this function waits.
  const dropped = items.map((item) => ({
    file: item.getAsFile(),
    entry: item.webkitGetAsEntry?.(),
    // If the page was opened from a disk, Chromium can read folders only by their handles.
    handle: item.getAsFileSystemHandle?.().catch(() => null),
  }));
  const found = { files: [], skipped: 0 };
  for (const { file, entry, handle } of dropped) {
    if (!entry?.isDirectory) {
      if (file) found.files.push({ name: file.name, file });
      continue;
    }
    const canRead = await entriesOf(entry).then(() => true, () => false);
    const inside = await filesIn(canRead ? entry : ((await handle) ?? entry));
    found.files.push(...sorted(inside.files));
    found.skipped += inside.skipped;
    found.folder = true;
    // Names with such characters have no handle.
    if (!canRead) found.leftOut = "This browser leaves out files with one of the characters \" * : < > ? | in their names when you drop a folder here. If there may be such files, use the button “Choose a folder”.";
  }
  return found;
}

/** Sorts as the command does: by the bytes of the whole path, in UTF-8. */
function sorted(files) {
  // Strings are compared by their UTF-16 units, in which surrogates come before U+E000 to U+FFFF.
  const key = ({ name }) => name.replace(/[\ue000-\uffff]/g, "\ud7ff$&");
  return files.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

/** Returns the documents below a folder that was dropped. */
async function filesIn(folder) {
  const found = { files: [], skipped: 0 };
  const waiting = [[folder.name, folder]];
  for (let next; (next = waiting.pop()); ) {
    const [name, entry] = next;
    try {
      if (entry.isDirectory || entry.kind === "directory") {
        for (const inner of await entriesOf(entry)) waiting.push([`${name}/${inner.name}`, inner]);
      } else if (isDocument(entry.name)) {
        found.files.push({ name, file: await fileOf(entry) });
      } else {
        found.skipped += 1;
      }
    } catch (error) {
      found.files.push({ name, unreadable: `the browser cannot read it (${error.message})` });
    }
  }
  return found;
}

/** Returns the file of a handle or entry. */
function fileOf(entry) {
  return entry.getFile?.() ?? new Promise((done, fail) => entry.file(done, fail));
}

async function entriesOf(folder) {
  const entries = [];
  if (folder.values) {
    for await (const entry of folder.values()) entries.push(entry);
    return entries;
  }
  const reader = folder.createReader();
  // Browsers return the entries in portions, and an empty one at the end.
  for (let portion; (portion = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0; ) {
    entries.push(...portion);
  }
  return entries;
}
