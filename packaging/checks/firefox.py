"""Checks the page that verifies files in a headless Firefox, which is driven by Marionette.

    firefox.py BROWSER PITH FOLDER

FOLDER has pith.html, index.html and pith.wasm, and PITH is the command, which gives the expected answers.
This is a short version of web.py.
"""

import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from web import Checked
from web_files import FIXTURES, HOSTILE_NAME, Command, Server, download, write_kinds

PREFERENCES = {
    "marionette.port": 0,
    "browser.download.folderList": 2,
    "browser.download.dir": "DOWNLOADS",
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
# Records the addresses that pages load.
WATCH = """
  const {Services} = globalThis;
  globalThis.loaded = [];
  const observer = {observe: (subject) => {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    if (channel.loadInfo.browsingContextID > 0) globalThis.loaded.push(channel.URI.spec);
  }};
  globalThis.watching = observer;
  Services.obs.addObserver(observer, "http-on-opening-request");
"""
VIOLATIONS = """
  const seen = window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => seen.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# Follows the last link of an overview, and returns where its document is then.
FOLLOW = """
  const frame = document.getElementById("report");
  const link = [...frame.contentDocument.querySelectorAll("a[href^='#d']")].at(-1);
  link.click();
  const target = frame.contentDocument.getElementById(link.getAttribute("href").slice(1));
  const top = () => frame.getBoundingClientRect().top + target.getBoundingClientRect().top;
  const place = () => (frame.contentDocument === target.ownerDocument ? top() : "gone");
  return new Promise((done) => setTimeout(() => done(place()), 200));
"""
# What is shown once a run has ended, or nothing while it has not.
SHOWN = """
  const get = (id) => document.getElementById(id);
  if (get("problem").hidden && !get("status").classList.contains("quiet")) return null;
  // After a problem, the frame is hidden, and may still be loading its empty document.
  const root = get("report").contentDocument.documentElement;
  return {
    problem: get("problem").hidden ? null : get("problem").textContent,
    status: get("status").textContent,
    page: get("report").srcdoc,
    focus: document.activeElement.id,
    scripts: get("report").contentDocument.scripts.length,
    ran: window.wrappedJSObject.ran ?? get("report").contentWindow.wrappedJSObject.ran ?? null,
    violations: window.violations ?? null,
    high: root && get("report").clientHeight - root.scrollHeight,
  };
"""


class Firefox:
    """A browser that answers commands over TCP: JSON, each with its length before it."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.stream = self.socket.makefile("rb")
        self.count = 0
        self.receive()
        self.call("WebDriver:NewSession", capabilities={})

    def receive(self):
        length = b""
        while (byte := self.stream.read(1)) != b":":
            if not byte:
                raise EOFError("the browser has gone")
            length += byte
        return json.loads(self.stream.read(int(length)))

    def call(self, command, **parameters):
        self.count += 1
        message = json.dumps([0, self.count, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def run(self, script, *arguments):
        found = self.call("WebDriver:ExecuteScript", script=script, args=arguments, sandbox="default", newSandbox=False)
        return found["value"]

    def find(self, selector):
        element = self.call("WebDriver:FindElement", using="css selector", value=selector)["value"]
        return next(iter(element.values()))

    def click(self, selector):
        self.run("document.querySelector(arguments[0]).click()", selector)

    def set_files(self, name, *paths):
        self.call("WebDriver:ElementSendKeys", id=self.find(f"#{name}"), text="\n".join(map(str, paths)))

    def shown_after(self, act):
        """Does something that starts a run, and returns what is shown when it has ended."""
        self.run("document.getElementById('status').className = '', document.getElementById('problem').hidden = true")
        act()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if shown := self.run(SHOWN):
                return shown
            time.sleep(.02)
        raise RuntimeError("no answer after a minute")

    @contextlib.contextmanager
    def in_chrome(self):
        """Runs scripts with the rights of the browser itself."""
        self.call("Marionette:SetContext", value="chrome")
        yield
        self.call("Marionette:SetContext", value="content")


@contextlib.contextmanager
def opened(program, profile):
    """Starts a browser with a fresh profile, and ends it."""
    downloads = profile / "downloads"
    downloads.mkdir(parents=True)
    preferences = PREFERENCES | {"browser.download.dir": str(downloads)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (profile / "user.js").write_text("".join(lines))
    process = subprocess.Popen([program, "-headless", "-marionette", "-remote-allow-system-access", "-no-remote",
                                "-profile", profile], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port, end = profile / "MarionetteActivePort", time.monotonic() + 60
        while not (port.exists() and port.read_text()):
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError("Firefox does not start")
            time.sleep(.1)
        yield Firefox(int(port.read_text()))
    finally:
        process.terminate()
        process.wait(20)


def check(checked, browser, address, downloads, kinds):
    """The examples, chosen files, a key, and a hostile document."""
    browser.call("WebDriver:Navigate", url=address)
    browser.run(VIOLATIONS)
    for name, words in [("genuine", "PASS"), ("altered", "FAIL"), ("both", "PASS and FAIL")]:
        shown = browser.shown_after(lambda: browser.click(f"[data-example={name}]"))
        checked.holds(f"example {name}", words in shown["status"] and shown["focus"] == "answer", shown["status"])
    many = sorted(path.name for path in (FIXTURES / "valid").glob("*.json"))
    runs = [(kinds, ["record.json"], []), (kinds, [HOSTILE_NAME], []), (kinds, ["altered.json", "record.json"], []),
            (FIXTURES / "valid", many, []), (kinds, ["unknown-key.json"], ["--key", "key.json"])]
    for folder, files, options in runs:
        if options:
            browser.set_files("keys", folder / options[1])
        shown = browser.shown_after(lambda: browser.set_files("files", *(folder / file for file in files)))
        what = f"{len(files)} files, {files[0]}"
        expected = checked.command(folder, "explain", "--html", *options, *files)
        checked.same(f"{what}: page", shown["page"].encode(), expected)
        reports = checked.command(folder, "verify", "--json", *options, *files)
        checked.same(f"{what}: reports", download(downloads, lambda: browser.click("#save-reports"))[1], reports)
        checked.holds(f"{what}: nothing ran", shown["scripts"] == 0 and shown["ran"] is None, shown["ran"])
        checked.holds(f"{what}: all of the answer is shown", abs(shown["high"]) < 2, shown["high"])
        if len(files) > 2:
            top = browser.run(FOLLOW)
            checked.holds("a link scrolls to its document", top != "gone" and abs(top) < 300, top)
        checked.holds(f"{what}: keeps its policy", shown["violations"] == [], shown["violations"])
    browser.set_files("keys", kinds / "not-a-key.json")
    shown = browser.shown_after(lambda: browser.set_files("files", kinds / "record.json"))
    checked.holds("a refused key", "There is no answer" in shown["problem"] and shown["page"] == "", shown["problem"])


def main(program, pith, folder):
    folder = Path(folder).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        kinds, profile = scratch / "kinds", scratch / "profile"
        write_kinds(kinds)
        checked, server = Checked(None, Command(pith), "", scratch), Server(folder)
        with opened(program, profile) as browser:
            with browser.in_chrome():
                browser.run(WATCH)
            disk, pair = (folder / "pith.html").as_uri(), f"{server.address}/index.html"
            for address in (disk, pair):
                checked.where = address.split("/")[-1]
                check(checked, browser, address, profile / "downloads", kinds)
            with browser.in_chrome():
                loaded = browser.run("return globalThis.loaded")
        checked.holds("loads only itself", sorted(set(loaded)) == [pair, f"{server.address}/pith.wasm"], loaded)
    for one in checked.wrong:
        print(f"firefox: {one}")
    print(f"firefox: {checked.count} checks, {len(checked.wrong)} wrong")
    sys.exit(1 if checked.wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
