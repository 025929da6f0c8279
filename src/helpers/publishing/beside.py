"""The PDFs, made by a fork of the process that has just read the book, while that process writes the pages.

Both start from the same environment, so that nothing is read or numbered twice, and two cores have work. The fork
resolves the book for print, then becomes a process that only typesets; it ends when the first one does.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sphinx.errors import SphinxError

from helpers.publishing.report import Warnings
from helpers.publishing.typst import apart


class Beside:
    """A run of the builder ``typst`` in a fork of a Sphinx application.

    Args:
        app: an application with another builder, not yet built.
        out: folder for the PDFs.
        stream: the stream that the application warns to.
        say: called with each line of progress.
    """

    def __init__(self, app: Any, out: Path, stream: Warnings, say: Callable[[str], None]) -> None:
        self.app, self.out, self.warnings, self.say = app, out, stream, say
        self.pid, self.pipe = 0, -1
        app.connect("write-started", self.start)

    def start(self, *ignored: Any) -> None:
        """Fork, unless the book has shown a fault already."""
        if self.warnings.found or self.pid:
            return
        self.say("PDF")
        self.begun = time.monotonic()
        self.pipe, write = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside other threads. Those here are libraries' own; the fork touches none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid:
            os.close(write)
            return
        os.close(self.pipe)
        apart.watch(parent)
        answer: dict[str, Any]
        try:
            answer = {"warnings": self._make(write, parent)}
        except KeyboardInterrupt:
            os._exit(130)
        except BaseException as error:
            answer = {"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
        with os.fdopen(write, "w", encoding="utf-8") as handle:
            json.dump(answer, handle)
        os._exit(0)

    def _make(self, pipe: int, parent: int) -> list[str]:
        """In the fork: resolve the book for print, then become the process that typesets it; returns only with warnings."""
        app, jobs = self.app, []
        app.outdir = type(app.outdir)(self.out)
        builder = app.builder = app.registry.create_builder(app, "typst", app.env)
        builder.init()
        builder.typeset = jobs.extend
        try:
            builder.write()
        except SphinxError as error:
            self.warnings.found.append(str(error))
        if self.warnings.found:
            return list(self.warnings.found)
        file = Path(builder.work) / "order.json"
        file.write_text(json.dumps(apart.order(builder.press(), jobs) | {"begun": self.begun, "volumes": builder.volumes}), "utf-8")
        os.set_inheritable(pipe, True)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the first process, with one sentence
        code = str(Path(__file__).resolve().parents[2])
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH")]))
        os.execv(sys.executable, [sys.executable, "-m", apart.__name__, str(pipe), str(file), str(parent)])

    def finish(self) -> list[str]:
        """Wait for the fork; returns its warnings.

        Raises:
            RuntimeError: the fork failed otherwise, through a fault of ours.
        """
        if not self.pid:
            return []
        with os.fdopen(self.pipe, encoding="utf-8") as handle:
            text = handle.read()
        os.waitpid(self.pid, 0)
        self.pid = 0
        answer = json.loads(text) if text else {"fault": "the process that makes the PDFs was ended from outside", "traceback": ""}
        if "fault" in answer:
            error = RuntimeError(answer["fault"])
            error.add_note(answer["traceback"])
            raise error
        if "seconds" in answer:
            self.say(f"  typeset the PDFs in {answer['seconds']:.1f} s")
        return list(answer["warnings"])

    def stop(self) -> None:
        """End the fork, if it runs: nobody wants its PDFs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.pipe)
            self.pid = 0
