"""Checks pages of `pith explain --html` in a headless Chromium.

    page.py BROWSER AXE OUT PAGE…

Each PAGE is opened at two widths, one with light and the other with dark colors, in turns. It must
not run a script, load anything or scroll sideways, and axe must find nothing serious. Its print must
have all of the text that is not folded, and all of the text once everything is unfolded. Screenshots
and prints are written to the folder OUT.
"""

import json
import pathlib
import re
import subprocess
import sys

from browser import AXE, opened

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


def look(browser, page, width, scheme, axe, out):
    """Returns everything that is wrong with a page at a width."""
    browser.open(page.as_uri(), width, scheme)
    browser.save(out / f"{page.stem}-{width}-{scheme}.png")
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


def squeeze(text):
    return re.sub(r"\s", "", text)


def printed(browser, page, out):
    """Returns what is wrong with the print of a page: folded as it is at first, and unfolded."""
    browser.open(page.as_uri(), 1280, "light")
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
    browser.print(pdf)
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
    with opened(program) as browser:
        for place, page in enumerate(map(pathlib.Path, pages)):
            page = page.resolve()
            found = [(f"{width} {scheme}", one) for width, scheme in LOOKS[place % 2]
                     for one in look(browser, page, width, scheme, axe, out)]
            found += [("print", one) for one in printed(browser, page, out)]
            wrong += len(found)
            for where, one in found:
                print(f"{page.name}, {where}: {one}")
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
