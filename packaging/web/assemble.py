"""Makes the pages from the parts in `page/` and the module.

    assemble.py MODULE FOLDER

`pith.html` is complete. `index.html` needs `pith.wasm` in the same folder, and a server. `SHA256SUMS` has the
hash of each.
"""

import base64
import gzip
import hashlib
import html
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7"\
 fill="#1d5f3f"/><path d="m8 17 6 6L25 10" fill="none" stroke="#fff" stroke-width="4"/></svg>"""
# The records to try, with what they are.
EXAMPLES = {
    "genuine": ("example.json", "valid/4K6GSOJWB7QU2RFIL3CD3BQJ62.json"),
    "altered": ("example-altered.json", "invalid/canonical-hash--version-altered.json"),
}


def read(path):
    return path.read_text(encoding="utf-8")


def source(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def block(text, **attributes):
    """Returns a script element that the browser does not run."""
    assert "</" not in text and "<!--" not in text
    words = "".join(f' {name.replace("_", "-")}="{html.escape(value)}"' for name, value in attributes.items())
    return f'<script type="text/plain"{words}>{text}</script>'


def policy(script, styles, connect):
    return "; ".join([
        "default-src 'none'",
        f"script-src {source(script)} 'wasm-unsafe-eval'",
        "style-src " + " ".join(map(source, styles)),
        "img-src data:",
        "worker-src blob:",
        f"connect-src {connect}",
        "form-action 'none'",
        "base-uri 'none'",
    ])


def main(module, folder):
    folder.mkdir(parents=True, exist_ok=True)
    report_style = read(ROOT / "src/render/html/page.css")
    # Both have the same colors, which stand before the first rule for elements.
    colors = report_style[:report_style.index("*, *::before")]
    style = colors + read(HERE / "page/page.css")
    script = f'"use strict";\n{read(HERE / "page/input.js")}\n{read(HERE / "page/page.js")}'
    glue = re.sub(r"^export ", "", read(HERE / "module.js"), flags=re.MULTILINE)
    data = [block(f'"use strict";\n{glue}\n{read(HERE / "page/worker.js")}', id="worker")]
    for what, (name, path) in EXAMPLES.items():
        data.append(block(read(ROOT / "fixtures" / path), data_is=what, data_name=name))
    version = re.search(r'^version = "(.*)"$', read(ROOT / "Cargo.toml"), re.MULTILINE)[1]
    # No time of day, so that two builds have the same bytes.
    packed = base64.b64encode(gzip.compress(module.read_bytes(), 9, mtime=0)).decode()
    variants = {
        "pith.html": (data + [block(packed, id="module")], "'none'"),
        "index.html": (data, "'self'"),
    }
    for name, (blocks, connect) in variants.items():
        parts = {
            "policy": policy(script, [style, report_style], connect),
            "icon": "data:image/svg+xml;base64," + base64.b64encode(ICON.encode()).decode(),
            "style": style,
            "tool": f"pith {version}",
            "data": "\n".join(blocks),
            "script": script,
        }
        page = re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], read(HERE / "page/index.html"))
        (folder / name).write_bytes(page.encode())
    shutil.copyfile(module, folder / "pith.wasm")
    files = [*variants, "pith.wasm"]
    sums = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files]
    (folder / "SHA256SUMS").write_bytes("".join(sums).encode())


main(*map(Path, sys.argv[1:]))
