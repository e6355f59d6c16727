"""Checks what the page looks like, and how people use it who see or move otherwise."""

import subprocess

from browser import AXE

LOOKS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
# Of the window, in pixels. Pictures of the whole page would take long.
HEIGHT = 2400
# Both the page and the answer inside it.
SIDEWAYS = """[document.documentElement, page.report.contentDocument?.documentElement]
  .some((root) => root && root.scrollWidth > root.clientWidth + 1)"""
# The frame is as high as the answer.
FITS = """page.report.hidden || page.answer.hidden
  || Math.abs(page.report.clientHeight - page.report.contentDocument.documentElement.scrollHeight) < 2"""
# Waits until it is drawn, and until no color changes any more.
DRAWN = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.all(document.getAnimations().map(one => one.finished)))"""
# What is wider than the part of the page that it is in.
WIDE = """[...document.querySelectorAll("#input *, .meaning *, .trust *, .bar *")]
  .filter((one) => one.getBoundingClientRect().right > one.closest("section").getBoundingClientRect().right + 1)
  .map((one) => one.outerHTML.slice(0, 100))"""
FOCUS = """(() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: element.id || element.dataset.example || element.className || element.tagName.toLowerCase(),
    is_seen: box.width > 1 && box.left >= 0 && element.matches(":focus-visible")
      && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
  };
})()"""
START = ["skip", "choose", "choose-folder", "paste", "genuine", "altered", "both", "summary"]
ANSWERED = ["answer", "save-page", "save-reports", "print", "report"]


def check_looks(checked, states, out):
    """Each state of the page at each width, with light and dark colors."""
    page = checked.page
    for name, reach in states:
        page.open(page.address)
        reach()
        page.evaluate(checked.axe)
        for width, scheme in LOOKS:
            what = f"{name}, {width} {scheme}"
            page.browser.look(width, scheme, HEIGHT)
            page.evaluate(DRAWN)
            checked.holds(f"{what}: scrolls sideways", not page.evaluate(SIDEWAYS), "")
            wide = page.evaluate(WIDE)
            checked.holds(f"{what}: is too wide", not wide, wide)
            fits = page.evaluate(FITS)
            checked.holds(f"{what}: all of the answer is shown", fits, "")
            found = page.evaluate(AXE)
            checked.holds(f"{what}: axe", not found, found)
            page.evaluate("scrollTo(0, 0)")
            page.browser.shoot(out / f"web-{name}-{width}-{scheme}.png")


def check_keyboard(checked, kinds):
    """What the Tab key reaches, in order, and whether the focus is seen."""
    page = checked.page

    def walk(steps):
        reached = []
        for _ in range(steps):
            page.press("Tab")
            reached.append(page.evaluate(FOCUS))
        unseen = [one["name"] for one in reached if not one["is_seen"] and one["name"] != "report"]
        checked.holds("the focus is seen", not unseen, unseen)
        return [one["name"] for one in reached]

    page.open(page.address)
    names = walk(len(START))
    checked.holds("Tab reaches everything at the start", names == START, names)
    page.press("Enter")
    checked.holds("Enter opens the options", page.evaluate("page.options.open"), names)
    page.evaluate("document.querySelector('[data-example=genuine]').focus()")
    shown = page.after(lambda: page.press("Enter"))
    checked.holds("the focus is on the answer", shown["focus"] == "answer", shown["focus"])
    role = page.evaluate("page.status.getAttribute('role')")
    checked.holds("the live region has the verdict", role == "status" and "This record is genuine" in shown["status"], shown)
    names = [shown["focus"]] + walk(len(ANSWERED) - 1)
    checked.holds("Tab reaches what can be done with the answer", names == ANSWERED, names)
    page.open(page.address)
    page.press("Tab")
    page.press("Enter")
    refused = page.choose(kinds / "README.md")
    checked.holds("an answer without a verdict is announced", "UNVERIFIABLE" in refused["status"], refused)
    checked.holds("a message is announced", page.evaluate("page.problem.getAttribute('role')") == "alert", "")


def check_print(checked, kinds, out):
    """The whole page on paper is the answer, and the button and its keys print only the answer."""
    page = checked.page
    for file, words in [("record.json", "This record is genuine"), ("altered.json", "was altered")]:
        page.choose(kinds / file)
        page.browser.print(out / f"web-{file}.pdf")
        ran = subprocess.run(["pdftotext", "-enc", "UTF-8", out / f"web-{file}.pdf", "-"], check=True, capture_output=True)
        paper = "".join(ran.stdout.decode().split())
        for text in [words, file, "Signed by", "pith:2021:", "pith verify"]:
            checked.holds(f"print of {file}: {text}", "".join(text.split()) in paper, paper[:300])
        for text in ["Nothing is uploaded", "Choose files", "What the answers mean"]:
            checked.holds(f"print of {file}: without {text}", "".join(text.split()) not in paper, paper[:300])
        page.evaluate("window.printed = 0, page.report.contentWindow.print = () => window.printed += 1")
        page.click("#print")
        page.press("p", 2)
        checked.holds(f"print of {file}: only the answer", page.evaluate("printed") == 2, page.evaluate("printed"))


def check_motion(checked):
    """Nothing moves for people who do not want that."""
    page = checked.page
    page.open(page.address)
    durations = []
    for wish in ("no-preference", "reduce"):
        page.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": wish}])
        durations.append(page.evaluate("getComputedStyle(page.drop).transitionDuration + document.getAnimations().length"))
    checked.holds("reduced motion", durations == ["0.15s, 0.15s0", "0s0"], durations)
