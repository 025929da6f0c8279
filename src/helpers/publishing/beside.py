"""The PDFs, made by a fork of the process that has just read the book, while that process writes the pages.

Both start from the same environment, so that nothing is read or numbered twice, and two cores have work. The fork holds
the lock of the build folder too: should the first process be killed, the next build waits until the fork has noticed.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.errors import RecordError
from helpers.publishing.report import Warnings

PAUSE = 0.2


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
        threading.Thread(target=self._watch, args=(parent,), daemon=True).start()
        answer: dict[str, Any]
        try:
            answer = {"warnings": self._make()}
        except RecordError as error:
            answer = {"warnings": [str(error)]}
        except KeyboardInterrupt:
            os._exit(130)
        except BaseException as error:
            answer = {"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
        with os.fdopen(write, "w", encoding="utf-8") as handle:
            json.dump(answer, handle)
        os._exit(0)

    @staticmethod
    def _watch(parent: int) -> None:
        """End with the process that waits for the PDFs."""
        while os.getppid() == parent:
            time.sleep(PAUSE)
        os._exit(1)

    def _make(self) -> list[str]:
        """In the fork: resolve the book for print and typeset it; returns warnings."""
        from sphinx.errors import SphinxError

        start, app = time.monotonic(), self.app
        app.outdir = type(app.outdir)(self.out)
        app.builder = app.registry.create_builder(app, "typst", app.env)
        app.builder.init()
        try:
            app.builder.write()
        except SphinxError as error:
            self.warnings.found.append(str(error))
        self.say(f"  typeset the PDFs in {time.monotonic() - start:.1f} s")
        return self.warnings.found

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
        return list(answer["warnings"])

    def stop(self) -> None:
        """End the fork, if it runs: nobody wants its PDFs."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.pipe)
            self.pid = 0
