"""What a person does on the page that verifies files, and what the page shows."""

import contextlib
import json
import time

from browser import Browser
from web_files import download

# Waits for a condition, at most for a minute.
WAIT = """new Promise((done) => {
  const end = performance.now() + 60_000;
  const look = () => (CONDITION) || performance.now() > end ? done() : setTimeout(look, 5);
  look();
})"""
HAS_MESSAGE = "!page.problem.hidden"
HAS_ENDED = f"({HAS_MESSAGE} || page.status.classList.contains('quiet'))"
SHOWN = """({
  problem: page.problem.hidden ? null : page.problem.textContent,
  is_answered: answer !== undefined && !page.answer.hidden && !page.report.hidden,
  status: page.status.textContent,
  title: page.report.contentDocument?.title ?? "",
  focus: document.activeElement.id,
  hashes: page.hashes.textContent,
})"""
TEXT = "new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})"


class Watched(Browser):
    """A browser that also records what the workers of its page do."""

    worker = None

    def receive(self):
        message = super().receive()
        if message.get("method") == "Target.attachedToTarget" and self.session:
            self.worker = message["params"]["sessionId"]
            # The worker starts when everything is recorded.
            for method in ("Network.enable", "Runtime.enable", "Log.enable", "Runtime.runIfWaitingForDebugger"):
                self.send(method, {}, self.worker)
        return message

    @contextlib.contextmanager
    def in_worker(self):
        ours, self.session = self.session, self.worker
        try:
            yield
        finally:
            self.session = ours


class Page:
    """The page in a browser, and everything that it did since it was opened first."""

    def __init__(self, browser, downloads):
        self.browser, self.downloads = browser, downloads
        self.events, self.address = [], ""
        browser.call("DOM.enable")
        browser.call("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        browser.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)
        browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))

    def open(self, address):
        self.events += self.browser.events
        self.address = address
        self.browser.open(address, 1280, "light")

    def evaluate(self, expression):
        return self.browser.evaluate(expression)

    def wait(self, condition):
        self.evaluate(WAIT.replace("CONDITION", condition))
        return self.evaluate(SHOWN)

    def after(self, act, runs=1):
        """Does something that starts runs, and returns what the page shows when the last has ended."""
        before = self.evaluate("run")
        act()
        return self.wait(f"run >= {before + runs} && {HAS_ENDED}")

    def message_after(self, act):
        """Does something that ends with a message."""
        self.evaluate("page.problem.hidden = true")
        act()
        return self.wait(HAS_MESSAGE)

    # Ways to give files and texts.

    def set_files(self, name, *paths):
        """Sets the files of an input element."""
        root = self.browser.call("DOM.getDocument")["root"]["nodeId"]
        node = self.browser.call("DOM.querySelector", nodeId=root, selector=f"#{name}")["nodeId"]
        self.browser.call("DOM.setFileInputFiles", files=list(map(str, paths)), nodeId=node)

    def choose(self, *paths):
        return self.after(lambda: self.set_files("files", *paths))

    def choose_folder(self, path):
        return self.after(lambda: self.set_files("folder", path))

    def drag(self, *paths, over="body", steps=("dragEnter", "dragOver", "drop")):
        """Drags files over the middle of the visible part of an element."""
        place = self.evaluate(f"""(() => {{
          const box = document.querySelector({json.dumps(over)}).getBoundingClientRect();
          const middle = (from, to, size) => (Math.max(0, from) + Math.min(to, size)) / 2;
          return {{x: middle(box.left, box.right, innerWidth), y: middle(box.top, box.bottom, innerHeight)}};
        }})()""")
        data = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
        for step in steps:
            self.browser.call("Input.dispatchDragEvent", type=step, data=data, **place)

    def drop(self, *paths, over="body"):
        return self.after(lambda: self.drag(*paths, over=over))

    def paste(self, text):
        """Pastes a text with the keys for that."""
        self.evaluate(f"document.activeElement.blur(), navigator.clipboard.writeText({json.dumps(text)})")
        return self.after(lambda: self.press("v", 2, commands=["paste"]))

    def paste_files(self, files):
        """Pastes files with these names and texts."""
        return self.after(lambda: self.evaluate(f"""(() => {{
          const clipboardData = new DataTransfer();
          for (const [name, text] of {json.dumps(files)}) clipboardData.items.add(new File([text], name));
          document.body.dispatchEvent(new ClipboardEvent("paste", {{clipboardData, bubbles: true}}));
        }})()"""))

    def press(self, key, modifiers=0, **more):
        """Presses a key. Modifiers: 2 is Ctrl, 8 is Shift."""
        code = {"Tab": 9, "Enter": 13}.get(key) or ord(key.upper())
        keys = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        text = {"text": "\r"} if key == "Enter" else {}
        self.browser.call("Input.dispatchKeyEvent", type="keyDown", **keys, **text, **more)
        self.browser.call("Input.dispatchKeyEvent", type="keyUp", **keys)

    def click(self, selector):
        """Clicks as a program does: wherever the element is."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def example(self, name):
        return self.after(lambda: self.click(f"[data-example={name}]"))

    def type_option(self, name, text):
        """Sets a text or a check box, as a person does who then leaves it."""
        member = "checked" if isinstance(text, bool) else "value"
        self.evaluate(f"page[{json.dumps(name)}].{member} = {json.dumps(text)}, "
                      f"page[{json.dumps(name)}].dispatchEvent(new Event('change'))")

    def clear_options(self):
        self.click("#clear-options")

    # What the page holds.

    def answer(self):
        """Returns the page with the answer, as bytes."""
        return self.evaluate(f"answer ? {TEXT}.decode(answer.page) : 'no answer'").encode()

    def reports(self):
        """Returns the reports of a run over many, as bytes."""
        text = self.evaluate(f"answer?.reports.arrayBuffer().then(bytes => {TEXT}.decode(bytes)) ?? 'no answer'")
        return text.encode()

    def saved(self, button):
        """Clicks a button that saves, and returns the name and the bytes of the file."""
        # Chromium ignores what would be the eleventh download within a second.
        time.sleep(.11)
        return download(self.downloads, lambda: self.click(f"#{button}"))

    def take_events(self):
        """Returns what happened since this was called last."""
        events = self.events + self.browser.events
        self.events, self.browser.events = [], []
        return events
