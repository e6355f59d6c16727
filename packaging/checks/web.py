"""Checks the page that verifies files in a headless Chromium.

    web.py BROWSER AXE PITH FOLDER OUT

FOLDER has pith.html, index.html and pith.wasm, and PITH is the command, which gives the expected answers.
The page is opened from the disk and from a server. All of its answers must be those of the command, byte
for byte, and it must not load anything or run anything that a document contains. Screenshots and prints are
written to the folder OUT.
"""

import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import web_answers
import web_behavior
import web_looks
from browser import opened
from web_files import Command, Server, write_kinds, write_many
from web_page import Page, Watched

# These events mean that something went wrong, such as an exception or a violation of the policy.
TROUBLE = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening",
           "Network.webSocketCreated", "Network.webTransportCreated", "Page.windowOpen")
POLICY = {
    "default-src": "'none'", "img-src": "data:", "worker-src": "blob:", "connect-src": "'none'",
    "form-action": "'none'", "base-uri": "'none'",
    "script-src": r"'sha256-[\w+/=]{44}' 'wasm-unsafe-eval'",
    "style-src": r"'sha256-[\w+/=]{44}' 'sha256-[\w+/=]{44}'",
}
# What a page that does not keep its policy could do. Each must lead to a violation.
ATTEMPTS = {
    "page": ["fetch(URL)", "new Image().src = URL", "navigator.sendBeacon(URL)", "new WebSocket(URL.replace('http', 'ws'))",
             "document.head.append(Object.assign(document.createElement('script'), {textContent: 'ran = 1'}))",
             "document.body.append(Object.assign(document.createElement('iframe'), {src: URL}))", "eval('1')"],
    "frame": ["page.report.contentWindow.fetch(URL)",
              "page.report.contentDocument.body.append(Object.assign(new Image(), {src: URL}))"],
    "worker": ["fetch(URL)", "importScripts(URL)", "eval('1')"],
}


class Checked:
    """What was checked, and what is wrong."""

    def __init__(self, page, command, axe, scratch):
        self.page, self.command, self.axe, self.scratch = page, command, axe, scratch
        self.wrong, self.where, self.count, self.reports, self.equal = [], "", 0, 0, 0

    def holds(self, what, condition, seen):
        self.count += 1
        if not condition:
            self.wrong.append(f"{self.where}, {what}: {str(seen)[:500]!r}")

    def same(self, what, found, expected):
        if found == expected:
            return self.holds(what, True, "")
        at = len(os.path.commonprefix([found, expected]))
        around = slice(max(0, at - 60), at + 60)
        sizes = f"{len(found)} and {len(expected)} bytes"
        self.holds(what, False, f"{sizes} differ at {at}: {found[around]} is not {expected[around]}")

    def forget(self, method):
        """Forgets events of this kind, which a check led to on purpose."""
        self.page.events = [event for event in self.page.take_events() if event.get("method") != method]

    def check_events(self, allowed):
        """Checks that only the page itself, its worker, and the allowed addresses were loaded."""
        for event in self.page.take_events():
            method, params = event.get("method"), event.get("params", {})
            if method in TROUBLE:
                self.holds("no trouble", False, f"{method} {json.dumps(params)}")
            if method == "Network.requestWillBeSent":
                url = params["request"]["url"]
                self.holds("loads nothing", url.startswith("blob:") or url in allowed, url)


def check_policy(checked, connect):
    """The policy has the words that it must have, and the browser follows it."""
    page = checked.page
    words = page.evaluate("document.querySelector('meta[http-equiv=Content-Security-Policy]').content").split("; ")
    policy = dict(directive.split(" ", 1) for directive in words)
    expected = POLICY | {"connect-src": connect}
    checked.holds("policy: directives", sorted(policy) == sorted(expected), words)
    for name, value in expected.items():
        checked.holds(f"policy: {name}", re.fullmatch(value, policy.get(name, "")), words)
    sandbox = page.evaluate("page.report.getAttribute('sandbox')")
    checked.holds("the frame runs no scripts", sandbox == "allow-same-origin allow-modals", sandbox)
    kept = page.evaluate("document.cookie.length + (document.referrer.length)")
    checked.holds("no cookies", kept == 0, kept)


def check_attempts(checked, server):
    """Whatever would load something is blocked, and is seen here."""
    page = checked.page
    page.example("genuine")
    url = json.dumps(f"{server.address}/seen")
    for place, attempts in ATTEMPTS.items():
        for attempt in attempts:
            checked.check_events([page.address])
            act = f"(async () => {{ const URL = {url}; await ({attempt}); }})().catch(() => 0)"
            if place == "worker":
                with page.browser.in_worker():
                    page.browser.evaluate(act)
            else:
                page.evaluate(act)
            page.evaluate("new Promise(done => setTimeout(done, 50))")
            events = page.take_events()
            logged = [event for event in events if event.get("method") == "Log.entryAdded"]
            checked.holds(f"blocked, and seen: {place}: {attempt}", logged or "eval" in attempt, events)
    checked.holds("nothing reached the server", "/seen" not in server.asked, server.asked)
    checked.holds("no script was run", page.evaluate("window.ran === undefined"), "")
    page.take_events()


def check_index(checked, server, kinds):
    """The pair for servers: it loads its module once, and says so if that is not possible."""
    page = checked.page
    page.browser.call("Network.setCacheDisabled", cacheDisabled=True)
    for status, content in [(404, b"gone"), (200, b"not a module")]:
        server.replaced["/pith.wasm"] = (status, content)
        page.open(page.address)
        shown = page.choose(kinds / "record.json")
        web_behavior.refuses(checked, f"module {status}", shown, "the verifier stopped")
        del server.replaced["/pith.wasm"]
        if status == 404:
            web_behavior.says(checked, "module found later", page.choose(kinds / "record.json"), "PASS")
            checked.forget("Log.entryAdded")
    page.open(page.address)
    page.wait("wasm !== undefined")
    server.replaced = {path: (503, b"") for path in ("/pith.wasm", "/index.html")}
    web_behavior.says(checked, "without a network", page.choose(kinds / "altered.json"), "FAIL")
    page.set_files("files", kinds / "record.json")
    page.message_after(lambda: page.click("#stop")) if page.evaluate("!page.stop.hidden") else None
    web_behavior.says(checked, "without a network, new worker", page.choose(kinds / "record.json"), "PASS")
    server.replaced = {}
    page.browser.call("Network.setCacheDisabled", cacheDisabled=False)


def states(page, kinds, many):
    """The states of the page that are looked at, and how to reach them."""
    return [
        ("start", lambda: None),
        ("options", lambda: (page.evaluate("page.options.open = true"), page.click("#paste"))),
        ("pass", lambda: page.example("genuine")),
        ("fail", lambda: page.choose(kinds / "altered.json")),
        ("comparison", lambda: page.example("both")),
        ("overview", lambda: page.choose_folder(many)),
        ("critical", lambda: (page.set_files("records", kinds / "critical.with"), page.set_files("keys", kinds / "key.json"),
                              page.choose(kinds / "critical.json"))),
        ("refused", lambda: (page.set_files("keys", kinds / "not-a-key.json"), page.choose(kinds / "record.json"))),
        ("stopped", lambda: (page.choose(kinds / "record.json"), page.message_after(lambda: page.click("#stop")))),
    ]


def groups(checked, folder, out):
    """Returns the checks: where the page is opened, and what is done there."""
    page, server = checked.page, Server(folder)
    kinds, many = checked.scratch / "kinds", checked.scratch / "many"
    write_kinds(kinds)
    write_many(many, 200)
    disk = (folder / "pith.html").as_uri()
    served, pair = f"{server.address}/pith.html", f"{server.address}/index.html"
    return [
        (disk, [
            lambda: check_policy(checked, "'none'"),
            lambda: web_answers.check_fixtures(checked, ["chosen", "dropped"]),
            lambda: web_answers.check_odd(checked),
            lambda: web_answers.check_unreadable(checked),
            lambda: web_answers.check_kinds(checked),
            lambda: web_behavior.check_ways_in(checked, kinds),
            lambda: web_behavior.check_folders(checked, kinds),
            lambda: web_behavior.check_options(checked, kinds),
            lambda: web_behavior.check_saving(checked, kinds),
            lambda: web_behavior.check_failures(checked, kinds),
            lambda: web_behavior.check_hostile(checked, kinds),
            lambda: web_behavior.check_links(checked, many),
            lambda: web_behavior.check_interruptions(checked, kinds),
            lambda: web_behavior.check_large(checked),
            lambda: check_attempts(checked, server),
            lambda: web_looks.check_looks(checked, states(page, kinds, many), out),
            lambda: web_looks.check_keyboard(checked, kinds),
            lambda: web_looks.check_print(checked, kinds, out),
            lambda: web_looks.check_motion(checked),
        ]),
        (served, [
            lambda: check_policy(checked, "'none'"),
            lambda: web_answers.check_odd(checked),
            lambda: web_behavior.check_ways_in(checked, kinds),
            lambda: web_behavior.check_hostile(checked, kinds),
        ]),
        (pair, [
            lambda: check_policy(checked, "'self'"),
            lambda: check_index(checked, server, kinds),
            lambda: web_answers.check_fixtures(checked, ["chosen"]),
            lambda: web_behavior.check_failures(checked, kinds),
            lambda: web_behavior.check_hostile(checked, kinds),
            lambda: web_behavior.check_links(checked, many),
        ]),
    ]


def main(program, axe, pith, folder, out):
    folder, out = Path(folder).resolve(), Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, opened(program, Watched) as browser:
        downloads = Path(scratch) / "downloads"
        downloads.mkdir()
        checked = Checked(Page(browser, downloads), Command(pith), Path(axe).read_text(), Path(scratch))
        for address, checks in groups(checked, folder, out):
            module = address.replace("index.html", "pith.wasm")
            for check in checks:
                checked.where = address.split("/")[0] + " " + address.split("/")[-1]
                started = time.monotonic()
                checked.page.open(address)
                try:
                    check()
                except RuntimeError as error:
                    checked.holds("was done", False, error)
                checked.check_events([address, module])
                if "TIMES" in os.environ:
                    print(checked.where, *check.__code__.co_names, f"{time.monotonic() - started:.1f} s")
    for one in checked.wrong:
        print(f"web: {one}")
    print(f"web: {checked.equal} of {checked.reports} reports equal those of the command; "
          f"{checked.count} checks in Chromium, {len(checked.wrong)} wrong")
    sys.exit(1 if checked.wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
