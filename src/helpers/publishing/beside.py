"""One Sphinx run in two processes of its own: one reads the book and writes the pages, a fork of it makes the PDFs.

Both have read the book once, so that nothing is read or numbered twice, and two cores have work. The first ends with the
last page, since what Sphinx leaves in memory is needed no more while Typst needs much; the other resolves the book for
print and becomes a process that only typesets. Both end when the process that asked for them does.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from sphinx.errors import SphinxError

from helpers.errors import RecordError
from helpers.publishing.report import Warnings
from helpers.publishing.typst import apart, reuse

Say = Callable[[str], None]
Make = Callable[["Print", Say], list[str]]


def _fork() -> int:
    """Fork without Python 3.12's warning of forks beside other threads: those here are libraries' own and untouched."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _told(error: BaseException) -> dict[str, Any]:
    """An error as JSON, as it is if a person can mend it."""
    if isinstance(error, RecordError):
        return {"error": pickle.dumps(error).hex()}
    return {"fault": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}


def _raise(answer: dict[str, Any]) -> None:
    """Raise what ``_told`` told of."""
    if "error" in answer:
        raise pickle.loads(bytes.fromhex(answer["error"]))
    if "fault" in answer:
        error = RuntimeError(answer["fault"])
        error.add_note(answer["traceback"])
        raise error


class Print:
    """The making of the PDFs, in a fork of the process that writes the pages.

    Args:
        out: folder for the PDFs.
        last: folder of the PDFs of the last build, and what is noted of them: those are taken that would come out the same.
        life: the reading end of a pipe that closes when nobody wants the PDFs any more.
        answer: the writing end of a pipe for what is to be said at the end.
    """

    def __init__(self, out: Path, last: tuple[Path, dict[str, Any]], life: int, answer: int) -> None:
        self.out, self.last, self.life, self.answer, self.begun = out, last, life, answer, False

    def connect(self, app: Any, stream: Warnings, say: Say) -> None:
        """Begin when ``app`` begins to write, unless the book has shown a fault by then."""

        def start(*ignored: Any) -> None:
            if stream.found or self.begun:
                return
            say("PDF")
            self.begun, start = True, time.monotonic()
            if not _fork():
                self._run(app, stream, start)

        app.connect("write-started", start)

    def _run(self, app: Any, stream: Warnings, start: float) -> None:
        """In the fork: make the PDFs, answer, and end."""
        apart.watch(self.life)
        try:
            answer: dict[str, Any] = {"warnings": self._make(app, stream, start)}
        except BaseException as error:
            answer = _told(error)
        with os.fdopen(self.answer, "w", encoding="utf-8") as handle:
            json.dump(answer, handle)
        os._exit(0)

    def _make(self, app: Any, stream: Warnings, start: float) -> list[str]:
        """Resolve the book for print, then become the process that typesets it; returns only with warnings."""
        jobs: list[Any] = []
        app.outdir = type(app.outdir)(self.out)
        builder = app.builder = app.registry.create_builder(app, "typst", app.env)
        builder.init()
        builder.typeset = jobs.extend
        try:
            builder.write()
        except SphinxError as error:
            stream.found.append(str(error))
        if stream.found:
            return list(stream.found)
        volumes = {job.target for job in jobs[: builder.volumes]}
        jobs = reuse.take(jobs, builder.press(), *self.last)
        order = apart.order(builder.press(), jobs) | {"begun": start, "volumes": sum(job.target in volumes for job in jobs)}
        file = Path(builder.work) / "order.json"
        file.write_text(json.dumps(order), "utf-8")
        for number in (self.answer, self.life):
            os.set_inheritable(number, True)
        code = str(Path(__file__).resolve().parents[2])
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [code, os.environ.get("PYTHONPATH")]))
        os.execv(sys.executable, [sys.executable, "-m", apart.__name__, str(self.answer), str(file), str(self.life)])


def pages(make: Make, out: Path, last: tuple[Path, dict[str, Any]], say: Say) -> list[str]:
    """Run Sphinx in a process of its own, and wait for the pages, then for the PDFs.

    Args:
        make: runs Sphinx; given the ``Print`` to connect and a function that passes on lines of progress, it returns warnings.
        out: folder for the PDFs.
        last: explained at ``Print``.
        say: called with each line of progress.

    Returns:
        the warnings of both.

    Raises:
        RecordError: what ``make`` raised.
        RuntimeError: another fault, of ours.
    """
    (life, hold), (told, tell), (answered, answer) = os.pipe(), os.pipe(), os.pipe()
    child = _fork()
    if not child:
        for number in (hold, told, answered):
            os.close(number)
        _write(make, Print(out, last, life, answer), tell)
    for number in (life, tell, answer):
        os.close(number)
    done = False
    try:
        with os.fdopen(told, encoding="utf-8") as lines:
            found = _listen(lines, say)
        _raise(found)
        done = True
        return list(found["warnings"]) if found["warnings"] or not found["print"] else _answer(answered, say)
    finally:
        os.close(hold)  # whoever still works ends now
        if not done:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with contextlib.suppress(OSError):  # an answer that was read is closed
            while os.read(answered, 65536):
                pass
            os.close(answered)


def _write(make: Make, printing: Print, tell: int) -> None:
    """In the fork: read the book, write the pages, tell, and end without tidying up what ends anyway."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the process that asked, with one sentence
    apart.watch(printing.life)
    with os.fdopen(tell, "w", buffering=1, encoding="utf-8") as lines:
        try:
            found = make(printing, lambda text: print(json.dumps({"say": text}), file=lines, flush=True))
            last: dict[str, Any] = {"warnings": found, "print": printing.begun}
        except BaseException as error:
            last = _told(error)
        print(json.dumps(last), file=lines, flush=True)
    os._exit(0)


def _listen(lines: TextIO, say: Say) -> dict[str, Any]:
    """Pass on progress; returns the last word."""
    for line in lines:
        heard = json.loads(line)
        if "say" not in heard:
            return dict(heard)
        say(heard["say"])
    return {"fault": "the process that writes the pages was ended from outside", "traceback": ""}


def _answer(pipe: int, say: Say) -> list[str]:
    """Wait for the PDFs; returns warnings."""
    with os.fdopen(pipe, encoding="utf-8") as handle:
        text = handle.read()
    answer = json.loads(text) if text else {"fault": "the process that makes the PDFs was ended from outside", "traceback": ""}
    _raise(answer)
    if "seconds" in answer:
        say(f"  typeset the PDFs in {answer['seconds']:.1f} s")
    return list(answer["warnings"])
