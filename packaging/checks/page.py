"""Checks pages in a headless Chromium, with the DevTools protocol over a pair of pipes.

    page.py BROWSER AXE OUT PAGE…

Each PAGE is opened at two widths, one with light and the other with dark colors, in turns. It must
not run a script, load anything or scroll sideways, and axe must find nothing serious. Its print must
have all of the text that is not folded, and all of the text once everything is unfolded. Screenshots
and prints are written to the folder OUT.
"""

import base64
import fcntl
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LOOKS = [[(360, "light"), (1280, "dark")], [(360, "dark"), (1280, "light")]]
# Folded parts of the page are checked too.
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"
FACTS = """(() => {
  const all = [...document.querySelectorAll('*')];
  const wide = all.filter(one => one.getBoundingClientRect().right > innerWidth + 1);
  const handlers = all.flatMap(one => [...one.attributes]).filter(one => /^on/i.test(one.name));
  return {
    wide: wide.map(one => one.outerHTML.slice(0, 200)),
    scrolls: document.documentElement.scrollWidth > innerWidth,
    scripts: document.scripts.length,
    handlers: handlers.length,
    ran: window.ran !== undefined,
    styled: [...document.styleSheets].some(sheet => sheet.cssRules.length > 50),
    title: document.title,
  };
})()"""
# The beginning of every text that is not in a folded part.
TEXTS = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest('details:not([open])')) texts.push(walker.currentNode.data);
  }
  return texts;
})()"""
# Sheets of paper, with everything that is folded left out.
MAX_SHEETS = {"passing": 1, "title-altered": 1, "version-altered": 1}
AXE = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
  .filter(one => ['serious', 'critical'].includes(one.impact))
  .map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')))"""


class Browser:
    """A browser that reads from file descriptor 3 and writes to 4: JSON messages, each with a NUL."""

    def __init__(self, program, profile):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # Move these ends away from 3 and 4, which the browser needs.
        theirs_in, theirs_out = (fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (theirs_in, theirs_out))

        def connect():
            os.dup2(theirs_in, 3)
            os.dup2(theirs_out, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--hide-scrollbars", f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"],
            preexec_fn=connect, pass_fds=(3, 4),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_in)
        os.close(theirs_out)
        self.incoming = os.fdopen(ours_in, "rb")
        self.outgoing = os.fdopen(ours_out, "wb", buffering=0)
        self.session, self.count, self.events, self.rest = None, 0, [], b""

    def receive(self):
        while b"\0" not in self.rest:
            piece = self.incoming.read1(1 << 20)
            if not piece:
                raise EOFError("the browser has gone")
            self.rest += piece
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method, **params):
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.outgoing.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"])
        return found["result"].get("value")

    def open(self, page, width, scheme):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri())
        self.wait("Page.loadEventFired")


def look(browser, page, width, scheme, axe, out):
    """Returns everything that is wrong with a page at a width."""
    browser.open(page, width, scheme)
    save(browser, out / f"{page.stem}-{width}-{scheme}.png")
    browser.evaluate(UNFOLD)
    facts = browser.evaluate(FACTS)
    wrong = []
    for name in ("scrolls", "scripts", "handlers", "ran"):
        if facts[name]:
            wrong.append(f"{name}: {facts[name]}")
    if facts["wide"]:
        wrong.append(f"wider than the window: {facts['wide'][:3]}")
    if not facts["styled"]:
        wrong.append("the style sheet was not accepted")
    browser.evaluate(axe)
    wrong += browser.evaluate(AXE)
    for event in browser.events:
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and params["request"]["url"] != page.as_uri():
            wrong.append(f"loads {params['request']['url'][:200]}")
        if method in ("Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
            wrong.append(f"{method}: {json.dumps(params)[:300]}")
    return wrong


def save(browser, path):
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    # The browser does not draw longer pictures.
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000), "scale": 1}
    shot = browser.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
    path.write_bytes(base64.b64decode(shot["data"]))


def squeeze(text):
    return re.sub(r"\s", "", text)


def printed(browser, page, out):
    """Returns what is wrong with the print of a page: folded as it is at first, and unfolded."""
    browser.open(page, 1280, "light")
    pdf = out / f"{page.stem}.pdf"
    wrong = lacking(browser, pdf)
    facts = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    sheets = int(re.search(r"^Pages: *(\d+)", facts, re.MULTILINE)[1])
    most = MAX_SHEETS.get(page.stem)
    if most and sheets > most:
        wrong.append(f"{sheets} sheets of paper instead of {most}")
    browser.evaluate(UNFOLD)
    return wrong + lacking(browser, out / f"{page.stem}-unfolded.pdf")


def lacking(browser, pdf):
    """Returns the texts that a print lacks."""
    texts = {squeeze(text)[:16] for text in browser.evaluate(TEXTS)}
    pdf.write_bytes(base64.b64decode(browser.call("Page.printToPDF")["data"]))
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True)
    paper = squeeze(text.stdout.decode())
    missing = sorted(text for text in texts if text not in paper)
    # A few texts may be split by the end of a line or page.
    allowed = len(texts) // 50
    return [f"not in {pdf.name}: {missing[:5]}"] if len(missing) > allowed else []


def main(program, axe, out, *pages):
    axe, out = pathlib.Path(axe).read_text(), pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(program, profile)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.session = session
        for domain in ("Page", "Network", "Runtime", "Log"):
            browser.call(f"{domain}.enable")
        for place, page in enumerate(map(pathlib.Path, pages)):
            page = page.resolve()
            found = [(f"{width} {scheme}", one) for width, scheme in LOOKS[place % 2]
                     for one in look(browser, page, width, scheme, axe, out)]
            found += [("print", one) for one in printed(browser, page, out)]
            wrong += len(found)
            for where, one in found:
                print(f"{page.name}, {where}: {one}")
        browser.session = None
        browser.call("Browser.close")
        browser.process.wait(10)
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
