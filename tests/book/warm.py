"""Commands of the book in forks of a process that has imported what they import: each saves the seconds of its start.

A fork starts from modules alone: no book was read in its parent. What needs a start from nothing (another hash seed, another
clock, other code, the time a command takes) runs as an interpreter of its own instead: ``Book.run(..., anew=True)``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

# Not one of these reads a book when it is imported.
IMPORTS = [
    "helpers.__main__", "helpers.publishing.build", "helpers.publishing.extension", "helpers.publishing.beside", "helpers.publishing.report",
    "helpers.publishing.typst.builder", "helpers.publishing.downloads", "helpers.execution", "helpers.exports", "helpers.display", "helpers.drawing",
    "helpers.kernels", "helpers.validation", "frictionless", "nbclient", "jupyter_book.config", "jupyter_book.sphinx", "myst_nb.sphinx_ext", "sphinx.application",
]  # fmt: skip


def _become(arguments: list[str], environment: dict[str, str], folder: str, out: Connection, err: Connection) -> None:
    """In the fork: the command, with its own environment, folder and streams, in a process group of its own."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, pipe in ((1, out), (2, err)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdout, sys.stderr = (os.fdopen(n, "w", buffering=1, encoding="utf-8", closefd=False) for n in (1, 2))
    sys.argv = ["helpers", *arguments]
    from helpers import __main__

    code = __main__.main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # what multiprocessing does at the end belongs to the parent's world


class Process:
    """A command under way, in the manner of ``subprocess.Popen``: what the tests need of it."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(IMPORTS)
        pipes = [context.Pipe(duplex=False) for _ in range(2)]
        self._process = context.Process(target=_become, args=(arguments, environment, str(folder), pipes[0][1], pipes[1][1]))
        self._process.start()
        self.stdout, self.stderr = (self._stream(reader) for reader, _ in pipes)
        for _, writer in pipes:
            writer.close()

    @staticmethod
    def _stream(reader: Connection) -> TextIO:
        stream = os.fdopen(os.dup(reader.fileno()), encoding="utf-8")
        reader.close()
        return stream

    @property
    def returncode(self) -> int | None:
        """The exit code; minus the signal that ended it; None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal to this process alone."""
        assert self._process.pid
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """End it without warning."""
        self._process.kill()

    def wait(self, seconds: float) -> int:
        """Wait for the end.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("helpers", seconds)
        return self._process.exitcode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """What it said, when it has ended; it says little enough for a pipe to hold."""
        said = self.stderr.read(), self.stdout.read()
        self.wait(timeout)
        self.stderr.close()
        self.stdout.close()
        return said[1], said[0]
