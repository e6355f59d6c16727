"""Checks what the page does with files, texts and options, and when something goes wrong."""

import json
import time

from web_files import HOSTILE_NAME, RECORD, write_large

RAN = "window.ran === undefined && page.report.contentWindow.ran === undefined"
SCRIPTS = "page.report.contentDocument.scripts.length"
# A request for more memory than there can be, which makes the module itself trap.
TRAP = """{
  const ask = Instance.prototype.ask;
  Instance.prototype.ask = function (request, bytes) {
    return ask.call(this, request, request.do === "WHAT" ? { length: 2 ** 32 - 100 } : bytes);
  };
}"""

# A worker that needs half a second more for each file.
SLOW = """{
  const ask = Instance.prototype.ask;
  Instance.prototype.ask = function (request, bytes) {
    const end = performance.now() + (request.do === "add" ? 500 : 0);
    while (performance.now() < end);
    return ask.call(this, request, bytes);
  };
}"""

# Options that are refused, and what the message contains.
REFUSED = [
    ("keys", "not-a-key.json", "key file not-a-key.json"),
    ("keys", "record.json", "key file record.json"),
    ("keys", HOSTILE_NAME, HOSTILE_NAME),
    ("records", "README.md", "record README.md"),
    ("records", "altered.json", "it does not pass"),
]


def says(checked, what, shown, words):
    """Checks that there is an answer that contains these words."""
    checked.holds(f"{what}: answers {words}", shown["is_answered"] and words in shown["status"], shown)
    checked.holds(f"{what}: no message", shown["problem"] is None, shown)


def refuses(checked, what, shown, words):
    """Checks that there is a message with these words, and no answer."""
    checked.holds(f"{what}: says {words}", words in (shown["problem"] or ""), shown)
    left = checked.page.evaluate("answer === undefined && page.answer.hidden && page.report.srcdoc === ''")
    checked.holds(f"{what}: no answer is shown", left and not shown["is_answered"], shown)


def check_ways_in(checked, kinds):
    """All ways to give files."""
    page, record, altered = checked.page, kinds / "record.json", kinds / "altered.json"
    says(checked, "choose", page.choose(record), "PASS")
    before = page.evaluate("run")
    says(checked, "choose the same again", page.choose(record), "PASS")
    checked.holds("choose the same again: a new run", page.evaluate("run") == before + 1, before)
    says(checked, "choose another", page.choose(altered), "FAIL")
    says(checked, "drop", page.drop(record), "PASS")
    says(checked, "drop on the answer", page.drop(altered, over="#report"), "FAIL")
    says(checked, "drop two", page.drop(record, altered), "Two copies: PASS and FAIL")
    says(checked, "paste", page.paste(record.read_text()), "PASS")
    says(checked, "paste files", page.paste_files([["a.json", "{}"], ["b.json", "[]"], ["c.json", ""]]), "3 documents")
    page.drag(record, steps=["dragEnter", "dragOver"])
    checked.holds("dragging shows where to drop", page.evaluate("root.classList.contains('drag')"), "")
    page.drag(record, steps=["dragCancel"])
    says(checked, "dropped after that", page.drop(record), "PASS")
    checked.holds("dropping ends that", page.evaluate("!root.classList.contains('drag')"), "")
    for name, words in [("genuine", "PASS"), ("altered", "FAIL"), ("both", "PASS and FAIL")]:
        says(checked, f"example {name}", page.example(name), words)
        checked.holds(f"example {name}: is marked", page.evaluate("!page['example-note'].hidden"), "")
    page.open(page.address)
    page.click("#paste")
    checked.holds("the paste form has the focus", page.evaluate("document.activeElement === page.pasted"), "")
    refuses(checked, "nothing pasted", page.after(lambda: page.click("#paste-form [type=submit]")), "no text to verify")
    page.evaluate(f"page.pasted.value = {json.dumps(altered.read_text())}")
    says(checked, "the paste form", page.after(lambda: page.click("#paste-form [type=submit]")), "FAIL")


def check_folders(checked, kinds):
    """A folder has an overview even of one document, and a folder without any is refused."""
    page = checked.page
    folder = checked.scratch / "one folder"
    (folder / "empty").mkdir(parents=True)
    (folder / "record.json").write_bytes(RECORD.read_bytes())
    for what, shown in [("choose a folder", page.choose_folder(folder)), ("drop a folder", page.drop(folder))]:
        says(checked, what, shown, "1 document")
        checked.same(f"{what}: page", page.answer(), checked.command(folder.parent, "explain", "--html", folder.name))
    refuses(checked, "drop an empty folder", page.drop(folder / "empty"), "no documents in this folder")
    says(checked, "after that", page.drop(kinds / "record.json"), "PASS")


def check_options(checked, kinds):
    """Options that change while an answer is shown, or are refused."""
    page = checked.page
    says(checked, "before", page.choose(kinds / "record.json"), "PASS")
    says(checked, "another title", page.after(lambda: page.type_option("title", "Another")), "FAIL")
    says(checked, "no title", page.after(lambda: page.type_option("title", "")), "PASS")
    says(checked, "no key", page.after(lambda: page.type_option("no-builtin", True)), "UNVERIFIABLE")
    says(checked, "cleared", page.after(page.clear_options), "PASS")
    says(checked, "unknown key", page.choose(kinds / "unknown-key.json"), "UNVERIFIABLE")
    page.evaluate("page.options.open = true, page.keys.scrollIntoView({block: 'center'})")
    says(checked, "a key dropped on its field", page.drop(kinds / "key.json", over="#keys"), "PASS")
    page.after(page.clear_options)
    for option, file, words in REFUSED:
        refuses(checked, f"{option} {file}", page.after(lambda: page.set_files(option, kinds / file)), words)
        checked.holds(f"{option} {file}: the options are open", page.evaluate("page.options.open"), "")
        refuses(checked, f"{option} {file} again", page.choose(kinds / "altered.json"), words)
        says(checked, f"{option} cleared", page.after(page.clear_options), "FAIL")


def check_interruptions(checked, kinds):
    """A run that is stopped, or replaced by another."""
    page = checked.page

    def choose_slowly():
        with page.browser.in_worker():
            page.browser.evaluate(SLOW)
        page.set_files("files", kinds / "record.json")
        page.wait("!page.stop.hidden")

    says(checked, "before", page.choose(kinds / "record.json"), "PASS")
    shown = page.after(lambda: (choose_slowly(), page.set_files("files", kinds / "altered.json")), 2)
    says(checked, "another while the first runs", shown, "FAIL")
    time.sleep(.7)
    shown = page.evaluate("page.status.textContent")
    checked.holds("only the last answer is shown", shown.startswith("FAIL"), shown)
    choose_slowly()
    refuses(checked, "stop", page.after(lambda: page.click("#stop")), "Stopped")
    time.sleep(.7)
    checked.holds("no answer comes after that", page.evaluate("answer === undefined && page.answer.hidden"), "")
    says(checked, "after the stop", page.choose(kinds / "record.json"), "PASS")


def check_saving(checked, kinds):
    """The buttons that save: names, and the bytes of the command."""
    page = checked.page
    page.choose(kinds / "altered.json")
    name, content = page.saved("save-page")
    checked.holds("save the page: name", name == "altered.html", name)
    checked.same("save the page", content, checked.command(kinds, "explain", "--html", "altered.json"))
    name, content = page.saved("save-reports")
    checked.holds("save the report: name", name == "altered.report.json", name)
    checked.same("save the report", content, checked.command(kinds, "verify", "--json", "altered.json"))
    checked.holds("no table of one", page.evaluate("page['save-table'].hidden"), "")
    files = ["record.json", "altered.json", "README.md"]
    page.choose(*(kinds / file for file in files))
    for button, saved, words in [("save-page", "pith.html", ["explain", "--html"]),
                                 ("save-reports", "reports.ndjson", ["verify", "--json"]),
                                 ("save-table", "pith.csv", ["verify", "--format", "csv"])]:
        name, content = page.saved(button)
        checked.holds(f"{button}: name", name == saved, name)
        checked.same(button, content, checked.command(kinds, *words, *files))


def check_failures(checked, kinds):
    """The module traps, or the worker fails: a message, no old answer, and then a fresh instance."""
    page, browser = checked.page, checked.page.browser

    def throw():
        with browser.in_worker():
            browser.evaluate("void setTimeout(() => { throw new Error('lost') })")

    failures = [(f"trap in {what}", what, lambda: page.choose(kinds / "altered.json"))
                for what in ("start", "add", "page")]
    failures += [("trap when saving", "reports", lambda: page.message_after(lambda: page.click("#save-reports"))),
                 ("error in the worker", None, lambda: page.message_after(throw))]
    for what, request, act in failures:
        says(checked, f"before {what}", page.choose(kinds / "record.json"), "PASS")
        if request:
            with browser.in_worker():
                browser.evaluate(TRAP.replace("WHAT", request))
        shown = act()
        refuses(checked, what, shown, "the verifier stopped: " + ("unreachable" if request else "Uncaught Error: lost"))
        for file, verdict in [("altered.json", "FAIL"), ("record.json", "PASS")]:
            says(checked, f"after {what}", page.choose(kinds / file), verdict)
        checked.same(f"after {what}: page", page.answer(), checked.command(kinds, "explain", "--html", "record.json"))
    checked.forget("Runtime.exceptionThrown")


def check_hostile(checked, kinds):
    """Documents and names that would run or load something run and load nothing."""
    page, hostile = checked.page, kinds / HOSTILE_NAME
    lines = checked.scratch / "hostile.ndjson"
    lines.write_text(hostile.read_text() + "\n" + hostile.read_text() + "\n")
    text = hostile.read_text()
    name = "</script></title><img src=x onerror=ran=1>\u202e.json"
    ways = [("alone", lambda: page.choose(hostile)), ("two", lambda: page.choose(hostile, kinds / "record.json")),
            ("many", lambda: page.choose(hostile, kinds / "record.json", hostile, lines)),
            ("lines", lambda: page.choose(lines)), ("pasted", lambda: page.paste(text)),
            ("pasted file", lambda: page.paste_files([[name, text]])),
            ("pasted files", lambda: page.paste_files([[name, text], [name, "{}"], [name, ""]])),
            ("dropped text", lambda: page.after(lambda: drop_text(page, text)))]
    for what, act in ways:
        shown = act()
        checked.holds(f"hostile, {what}: answered", shown["is_answered"], shown)
        checked.holds(f"hostile, {what}: nothing ran", page.evaluate(RAN), "")
        checked.holds(f"hostile, {what}: no scripts", page.evaluate(SCRIPTS) == 0, "")
        with page.browser.in_worker():
            ran = page.browser.evaluate("self.ran")
        checked.holds(f"hostile, {what}: nothing ran in the worker", ran is None, ran)
        page.saved("save-page")
    for option in ("title", "abstract"):
        page.after(lambda: page.type_option(option, text))
    checked.holds("hostile texts: nothing ran", page.evaluate(RAN), "")
    page.after(page.clear_options)


def drop_text(page, text):
    page.evaluate(f"""(() => {{
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text", {json.dumps(text)});
      document.body.dispatchEvent(new DragEvent("drop", {{dataTransfer, bubbles: true, cancelable: true}}));
    }})()""")


def check_links(checked, many):
    """A link of the overview scrolls to its document, and opens nothing."""
    page = checked.page
    says(checked, "overview", page.choose_folder(many), "200 documents")
    page.evaluate("window.marked = page.report.contentDocument.marked = true")
    before = page.evaluate("scrollY")
    page.evaluate("page.report.contentDocument.querySelector('a[href=\"#d9\"]').click()")
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    kept = page.evaluate(f"window.marked && page.report.contentDocument?.marked && {SCRIPTS} === 0")
    checked.holds("a link opens nothing", kept, page.evaluate("page.report.contentDocument?.URL"))
    top = page.evaluate("page.report.getBoundingClientRect().top"
                        " + page.report.contentDocument.getElementById('d9').getBoundingClientRect().top")
    checked.holds("a link scrolls to its document", page.evaluate("scrollY") > before and -5 < top < 300, top)


def check_large(checked):
    """Documents of three sizes: the times, and whether the page still answers."""
    page = checked.page
    page.example("genuine")
    for size in (7_000, 1_000_000, 15_000_000):
        path = checked.scratch / f"{size}.json"
        write_large(path, size) if size > 7_000 else path.write_bytes(RECORD.read_bytes())
        with page.browser.in_worker():
            page.browser.evaluate("""{
              self.spent = 0;
              const ask = self.realAsk ??= Instance.prototype.ask;
              Instance.prototype.ask = function (...given) {
                const started = performance.now();
                try { return ask.apply(this, given) } finally { self.spent += performance.now() - started }
              };
            }""")
        page.evaluate("""{
          clearInterval(window.ticking);
          let last = performance.now();
          window.slowest = 0;
          window.ticking = setInterval(() => {
            const now = performance.now();
            if (!answer) window.slowest = Math.max(window.slowest, now - last);
            last = now;
          }, 10);
          const start = () => window.started = last = performance.now();
          page.files.addEventListener("change", start, {capture: true, once: true});
        }""")
        shown = page.choose(path)
        took = page.evaluate("performance.now() - started")
        slowest = page.evaluate("clearInterval(ticking), slowest")
        with page.browser.in_worker():
            spent = page.browser.evaluate("self.spent")
        says(checked, f"{size} bytes", shown, "PASS")
        started = time.monotonic()
        expected = checked.command(path.parent, "explain", "--html", path.name)
        command = time.monotonic() - started
        checked.same(f"{size} bytes: page", page.answer(), expected)
        checked.holds(f"{size} bytes: the page answers", slowest < 200, f"{slowest:.0f} ms without")
        print(f"web: {size:>8} bytes: {took:5.0f} ms from choosing to the answer, {spent:5.0f} of them in the module; "
              f"the command {command * 1000:5.0f} ms; longest pause of the page {slowest:.0f} ms")
