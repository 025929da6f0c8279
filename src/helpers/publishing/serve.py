"""The quick preview for writing: a warm Sphinx that rebuilds the page just saved, on an address of this machine.

The preview is incremental, so it may keep stale traces of other pages; only ``make book`` gives the book.
"""

from __future__ import annotations

import functools
import http.server
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from helpers import execution, paths
from helpers.errors import RecordError
from helpers.publishing import build, checks, run

PAUSE = 0.3


def _times(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in build.inputs(root) if path.exists()}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Let the browser keep nothing, so that a reload shows the new page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class Preview:
    """One warm Sphinx application over the book's sources."""

    def __init__(self, root: Path) -> None:
        from sphinx.application import Sphinx

        from helpers.publishing.report import Warnings

        self.root, self.warnings = root, Warnings(root)
        out = root / "_build" / ".serve"
        self.html = out / "html"
        self.app = Sphinx(
            str(root), None, str(self.html), str(out / "doctrees"), "html", confoverrides=run.configuration(root), status=None,
            warning=self.warnings, freshenv=True,
        )  # fmt: skip

    def update(self) -> float:
        """Run stale notebooks, rebuild changed pages, print what is wrong; returns the seconds it took."""
        start = time.monotonic()
        self.warnings.found.clear()
        try:
            checks.contents(self.root)
            execution.execute(self.root, say=_say)
            checks.outputs(self.root)
            self.app.build()
        except RecordError as error:
            _say(str(error))
        for line in self.warnings.lines():
            _say(line)
        return time.monotonic() - start


def serve(root: Path, port: int, once: bool = False) -> None:
    """Serve the preview until interrupted; with ``once``, build it and return."""
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    with patch_docutils(None), docutils_namespace():
        preview = Preview(root)
        _say(f"first preview in {preview.update():.1f} s")
        if once:
            return
        handler = functools.partial(Quiet, directory=str(preview.html))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _say(f"http://127.0.0.1:{server.server_port}/ — save a page and reload; Ctrl-C ends")
        seen = _times(root)
        while True:
            time.sleep(PAUSE)
            now = _times(root)
            changed = [p for p in now.keys() | seen.keys() if now.get(p) != seen.get(p)]
            if not changed:
                continue
            if any(p.suffix in (".py", ".csv", ".json", ".typ", ".html", ".css", ".yml") and p.name != execution.STATE for p in changed):
                _say("data, code or configuration changed: starting anew")
                os.execv(sys.executable, [sys.executable, "-m", "helpers", "serve", "--port", str(server.server_port)])
            _say(f"{', '.join(p.name for p in changed)}: preview in {preview.update():.1f} s")
            seen = _times(root)


def main(arguments: Any) -> int:
    """``python -m helpers serve``."""
    try:
        serve(paths.root(), arguments.port)
    except KeyboardInterrupt:
        pass
    return 0
