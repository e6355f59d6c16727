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
  return { files: sorted(files), skipped: list.length - found.length };
}

/** Returns the files of a drop, and the documents in its folders. */
async function droppedFiles(transfer) {
  // Both lists are emptied as soon as this function waits.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.());
  const found = chosenFiles(transfer.files);
  const folders = entries.filter((entry) => entry?.isDirectory);
  if (folders.length === 0) return found;
  const names = new Set(folders.map((folder) => folder.name));
  found.files = found.files.filter(({ name }) => !names.has(name));
  for (const folder of folders) {
    const inside = await filesIn(folder);
    found.files.push(...sorted(inside.files));
    found.skipped += inside.skipped;
  }
  return found;
}

/** Sorts as the command does: by the whole path. */
function sorted(files) {
  return files.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Returns the documents below a folder that was dropped. */
async function filesIn(folder) {
  const found = { files: [], skipped: 0 };
  const waiting = [folder];
  for (let entry; (entry = waiting.pop()); ) {
    const name = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isDirectory) waiting.push(...(await entriesOf(entry)));
      else if (isDocument(entry.name)) found.files.push({ name, file: await new Promise((done, fail) => entry.file(done, fail)) });
      else found.skipped += 1;
    } catch (error) {
      found.files.push({ name, unreadable: `the browser cannot read it (${error.message})` });
    }
  }
  return found;
}

async function entriesOf(folder) {
  const reader = folder.createReader();
  const entries = [];
  // Browsers return the entries in portions, and an empty one at the end.
  for (let portion; (portion = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0; ) {
    entries.push(...portion);
  }
  return entries;
}
