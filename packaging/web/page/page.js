// The page: takes files, lets the worker verify them, and shows the answer.

const page = Object.fromEntries([...document.querySelectorAll("[id]")].map((element) => [element.id, element]));
const root = document.documentElement;

/** What was chosen last, the number of its run, and the answer. */
let chosen, answer, worker;
let run = 0;

/** The address of the worker's script, which is a part of this page. */
const workerAddress = URL.createObjectURL(new Blob([page.worker.textContent], { type: "text/javascript" }));

/** The bytes of the module. They are loaded now, so that the network is not needed any more. */
let wasm;
moduleBytes().catch(() => {}); // It is tried again when it is needed.

// Files come in.

page.choose.onclick = () => page.files.click();
page["choose-folder"].onclick = () => page.folder.click();
page.files.onchange = () => take(chosenFiles(page.files.files));
page.folder.onchange = () => take(chosenFolder(page.folder.files));
page.paste.onclick = () => showPasteForm(page["paste-form"].hidden);
page["paste-form"].onsubmit = (event) => {
  event.preventDefault();
  takeText(page.pasted.value);
};
for (const button of document.querySelectorAll("[data-example]")) {
  button.onclick = () => take({ ...examples(button.dataset.example), example: true });
}
document.addEventListener("paste", (event) => {
  const { clipboardData } = event;
  if (isForField(event)) return;
  if (clipboardData.files.length > 0) take(chosenFiles(clipboardData.files));
  else takeText(clipboardData.getData("text"));
});
acceptDrops(document);

/** Returns whether something is dropped or pasted into a field, which takes it itself. */
function isForField({ target }) {
  return target.matches?.("input, textarea") ?? false;
}

/** Accepts files that are dropped anywhere in a document. */
function acceptDrops(target) {
  target.addEventListener("dragover", (event) => {
    root.classList.toggle("drag", !isForField(event) && event.dataTransfer.types.includes("Files"));
    if (!isForField(event)) event.preventDefault();
  });
  target.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.classList.remove("drag");
  });
  target.addEventListener("drop", (event) => {
    root.classList.remove("drag");
    if (isForField(event)) return;
    event.preventDefault();
    if (event.dataTransfer.types.includes("Files")) droppedFiles(event.dataTransfer).then(take);
    else takeText(event.dataTransfer.getData("text"));
  });
}

function showPasteForm(shown) {
  page["paste-form"].hidden = !shown;
  page.paste.setAttribute("aria-expanded", shown);
  if (shown) page.pasted.focus();
}

function takeText(text) {
  if (text.trim() === "") return refuse("There is no text to verify. Paste the whole JSON of a record.");
  take(chosenFiles([new File([text], "pasted.json")]));
}

function examples(which) {
  const files = [...document.querySelectorAll("[data-name]")];
  const example = ({ dataset, textContent }) => new File([textContent], dataset.name);
  return chosenFiles(files.filter(({ dataset }) => which === "both" || dataset.is === which).map(example));
}

/** Verifies what was chosen. */
function take(found) {
  // Otherwise the browser would not report that the same file is chosen again.
  page.files.value = page.folder.value = "";
  if (found.files.length === 0) {
    return refuse("There are no documents in this folder. Names that end in .json, .ndjson and .jsonl were searched for, also compressed (.gz).");
  }
  chosen = found;
  verify();
}

/** Says why there is nothing to verify. */
function refuse(problem) {
  chosen = undefined;
  stop(problem);
}

/** Ends the run, removes the answer to what was chosen before, and says why. */
function stop(problem) {
  run += 1;
  if (!worker?.idle) stopWorker();
  clear();
  tell(problem);
}

// The options.

const options = [page.title, page.abstract, page.records, page.keys, page["no-builtin"]];
for (const option of options) option.onchange = () => chosen && verify();
page["clear-options"].onclick = () => {
  for (const option of options) {
    if (option.type === "checkbox") option.checked = false;
    else option.value = "";
  }
  if (chosen) verify();
};

function settings() {
  const text = (option) => option.value || null;
  return {
    title: text(page.title),
    abstract: text(page.abstract),
    no_builtin_keys: page["no-builtin"].checked,
    overview: chosen.folder === true,
  };
}

// The work.

/** Asks the worker for an answer. The last one disappears at once, so that none is out of date. */
async function verify() {
  run += 1;
  clear();
  root.classList.add("answered");
  const { files } = chosen;
  page.answer.hidden = page.stop.hidden = false;
  page.status.textContent = files.length === 1 ? `Verifying ${files[0].name} …` : `Verifying ${files.length} files …`;
  page.answer.scrollIntoView();
  const request = {
    run,
    files,
    settings: settings(),
    keys: chosenFiles(page.keys.files).files,
    records: chosenFiles(page.records.files).files,
  };
  // A worker that is still busy with something else is of no use.
  if (!worker?.idle) await startWorker();
  if (run !== request.run || !worker) return;
  worker.idle = false;
  worker.postMessage(request);
}

async function startWorker() {
  stopWorker();
  const started = new Worker(workerAddress);
  worker = started;
  // Messages of a worker that was replaced are of no interest any more.
  started.onmessage = ({ data }) => worker === started && data.run === run && receive(data);
  const failed = ({ message }) => worker === started && fail({ problem: message, broken: true });
  started.onerror = failed;
  try {
    started.postMessage({ wasm: await moduleBytes() });
  } catch (error) {
    failed(error);
  }
}

function stopWorker() {
  worker?.terminate();
  worker = undefined;
}

/** Returns the bytes of the module, which are kept. */
async function moduleBytes() {
  return (wasm ??= await loadModule());
}

/** Loads the module, which is a part of this page or lies in the same folder. */
async function loadModule() {
  if (!page.module) {
    const response = await fetch("pith.wasm");
    if (!response.ok) throw new Error(`pith.wasm: ${response.status} ${response.statusText}`);
    return response.arrayBuffer();
  }
  const compressed = Uint8Array.from(atob(page.module.textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function receive(data) {
  if (data.done) {
    page.progress.hidden = false;
    page.progress.max = data.of;
    page.progress.value = data.done;
    return;
  }
  worker.idle = true;
  if (data.problem) fail(data);
  else if (data.want) saveBytes(data.bytes, data.want);
  else show(data);
}

/** Says why there is no answer. After an error of the verifier itself, the next run gets a new one. */
function fail({ problem, broken }) {
  clear();
  if (broken) {
    stopWorker();
    tell(`There is no answer, because the verifier stopped: ${problem}.\nIt may lack memory, or this browser may not run WebAssembly. Try again, try a smaller file, or use the command: pith verify FILE`);
  } else {
    tell(`There is no answer: ${problem}.\nCorrect the options, or clear them.`);
    page.options.open = true;
  }
}

page.stop.onclick = () => stop("Stopped. There is no answer.");

// The answer.

function clear() {
  answer = undefined;
  for (const element of [page.answer, page.problem, page.progress, page.actions, page.hashes, page.stop, page["example-note"]]) {
    element.hidden = true;
  }
  page.report.hidden = true;
  page.report.srcdoc = "";
  page.progress.removeAttribute("value");
  page.status.classList.remove("quiet");
}

function tell(problem) {
  page.problem.textContent = problem;
  page.problem.hidden = false;
  page.problem.scrollIntoView({ block: "nearest" });
}

function show(data) {
  answer = data;
  const { files } = chosen;
  page.stop.hidden = page.progress.hidden = true;
  page.report.hidden = page.actions.hidden = page.hashes.hidden = false;
  page.report.srcdoc = new TextDecoder().decode(data.page);
  page["save-table"].hidden = !data.many;
  page["save-reports"].textContent = data.many || files.length > 1 ? "Save reports (JSON)" : "Save report (JSON)";
  page["example-note"].hidden = !chosen.example;
  showHashes(data.hashes, chosen);
}

/** How many files are listed with their hashes. */
const MAX_HASHES = 1000;

function showHashes(hashes, { skipped, leftOut }) {
  const line = (text, hash) => {
    const line = document.createElement("p");
    const code = document.createElement("code");
    code.textContent = hash ?? "";
    line.append(text, code);
    return line;
  };
  const none = "no SHA-256, because it was not read to its end";
  const lines = hashes.slice(0, MAX_HASHES).map(([name, hash]) => line(`${name} `, hash ? `SHA-256 ${hash}` : none));
  const more = hashes.length - lines.length;
  if (more > 0) lines.push(line(`${more} more files are not listed here.`));
  if (lines.length > 2) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `${hashes.length} files, with the SHA-256 of each`;
    details.append(summary, ...lines);
    lines.splice(0, lines.length, details);
  }
  if (skipped > 0) lines.push(line(`Other files in the folder, which were skipped: ${skipped}.`));
  if (leftOut) lines.push(line(leftOut));
  page.hashes.replaceChildren(...lines);
}

page.report.onload = () => {
  const content = page.report.contentDocument;
  if (!answer || !content?.body?.firstElementChild) return;
  acceptDrops(content);
  content.addEventListener("click", followLink);
  const fit = () => (page.report.style.height = `${Math.ceil(content.body.getBoundingClientRect().height)}px`);
  new content.defaultView.ResizeObserver(fit).observe(content.body);
  fit();
  // The words are those of the report, for people who do not see it.
  page.status.classList.add("quiet");
  page.status.textContent = `${content.title}. ${content.querySelector(".answer")?.textContent ?? ""}`;
  page.answer.focus({ preventScroll: true });
};

/**
 * Follows a link to a document in the same answer. The browser would look for it in this page,
 * because a frame without an address of its own has that of the page.
 */
function followLink(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  const target = page.report.contentDocument.getElementById(link.getAttribute("href").slice(1));
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView();
}

// What can be done with the answer.

page["save-page"].onclick = () => saveBytes(answer.page, "page");
page["save-table"].onclick = () => worker.postMessage({ run, want: "csv" });
page["save-reports"].onclick = () => {
  if (answer.many) save(answer.reports, "reports.ndjson");
  else worker.postMessage({ run, want: "reports" });
};
page.print.onclick = () => page.report.contentWindow.print();
document.addEventListener("keydown", (event) => {
  if (answer && (event.ctrlKey || event.metaKey) && event.key === "p") {
    event.preventDefault();
    page.print.click();
  }
});

function saveBytes(bytes, what) {
  const one = chosen.files.length === 1;
  const stem = one ? chosen.files[0].name.split("/").pop().replace(/\.[^.]*$/, "") : "pith";
  const ending = { page: "html", csv: "csv", reports: one ? "report.json" : "reports.ndjson" }[what];
  save(new Blob([bytes]), `${stem}.${ending}`);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
