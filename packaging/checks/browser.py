"""Drives a headless Chromium, with the DevTools protocol over a pair of pipes."""

import base64
import contextlib
import fcntl
import json
import os
import subprocess
import tempfile

# What axe-core finds on a page, as a list of texts.
AXE = """axe.run(document, {resultTypes: ['violations'], iframes: false}).then(found => found.violations
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

    def send(self, method, params, session):
        """Calls a method of the protocol, and returns the number that its answer will have."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self.outgoing.write(json.dumps(message).encode() + b"\0")
        return self.count

    def call(self, method, **params):
        """Calls a method of the protocol, and returns its result."""
        number = self.send(method, params, self.session)
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        """Waits for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        """Returns the value of a JavaScript expression, or of its promise."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"])
        return found["result"].get("value")

    def look(self, width, scheme, height=900):
        """Sets the size of the window, and light or dark colors."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, page, width, scheme):
        """Opens an address at a width, with light or dark colors."""
        self.look(width, scheme)
        self.events.clear()
        self.call("Page.navigate", url=page)
        self.wait("Page.loadEventFired")

    def save(self, path):
        """Writes a screenshot of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        # The browser does not draw longer pictures.
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000), "scale": 1}
        self.shoot(path, clip=clip, captureBeyondViewport=True)

    def shoot(self, path, **options):
        """Writes a screenshot: without options, of the window."""
        shot = self.call("Page.captureScreenshot", **options)
        path.write_bytes(base64.b64decode(shot["data"]))

    def print(self, path):
        """Writes the page as PDF."""
        path.write_bytes(base64.b64decode(self.call("Page.printToPDF")["data"]))


@contextlib.contextmanager
def opened(program, kind=Browser):
    """Starts a browser with one empty page, and ends it."""
    with tempfile.TemporaryDirectory() as profile:
        browser = kind(program, profile)
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            browser.call(f"{domain}.enable")
        yield browser
        browser.session = None
        browser.call("Browser.close")
        browser.process.wait(10)
