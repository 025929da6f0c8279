"""``python -m helpers``: everything that the Makefile calls. Each command is imported only when it runs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

from helpers.errors import RecordError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="The Negotiation Record: data, chapters, book.")
    parser.add_argument("--traceback", action="store_true", help="show the full traceback of an error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    def command(name: str, module: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(module=module)
        return sub

    command("check", "helpers.validation", "check the data package and report every problem at once")
    new = command("new", "helpers.contribute", "make a new row of any table, checked before it is written")
    new.add_argument("words", nargs=argparse.REMAINDER, metavar="table --field value …", help="the table and its cells; none: list the tables")
    run = command("execute", "helpers.execute_command", "run stale notebooks and store their outputs")
    run.add_argument("--all", action="store_true", help="run every notebook")
    run.add_argument("notebooks", nargs="*", help="run these, stale or not")
    book = command("build", "helpers.publishing.build", "build HTML, PDF and data if anything changed")
    book.add_argument("--force", action="store_true", help="build even when nothing changed")
    serve = command("serve", "helpers.publishing.serve", "preview pages while writing")
    serve.add_argument("--port", type=int, default=8000, help="port on this machine (default 8000)")
    release = command("release", "helpers.releasing.freeze", "compare with the last release, or freeze the present state as the next one")
    release.add_argument("--write", action="store_true", help="write it; without this, only compare")
    release.add_argument("--since", help="the last release as zip, folder or revision, where the repository has no history")
    command("publish", "helpers.releasing.publish", "build the frozen release twice, compare, and pack it into dist/")
    verify = command("verify", "helpers.releasing.verify", "tell whether a copy of the book is the one that was released")
    verify.add_argument("path", nargs="?", help="archive, folder or single download (default: the book built here)")
    verify.add_argument("--sums", help="digests to compare with (default: those in releases/)")
    changes = command("changes", "helpers.changes", "print which rows, fields and values changed since a release, and why")
    changes.add_argument("old", nargs="?", help="zip of a release, folder or revision (default: the last release)")
    changes.add_argument("new", nargs="?", help="the same, to compare it with (default: the tables as they are)")
    changes.add_argument("--every", action="store_true", help="name every row and value")
    export = command("export", "helpers.exports", "write the record as zip and SQLite")
    export.add_argument("--out", help="folder to write to (default _build/data)")
    links = command("links", "helpers.links", "ask which addresses of the sources still answer; advice only, it never fails")
    links.add_argument("sources", nargs="*", help="ids of sources (default: all)")
    links.add_argument("--limit", type=int, help="ask so many at most")
    links.add_argument("--timeout", type=float, default=20, help="seconds to wait for an answer (default 20)")
    links.add_argument("--out", help="where to write the report (default .cache/links.csv)")
    command("bench", "helpers.bench", "measure every promise about speed, and the plain way beside it")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; an error that a person can mend is one message without traceback, exit code 1."""
    arguments = _parser().parse_args(argv)
    os.environ.setdefault("TZ", "UTC")
    try:
        return int(importlib.import_module(arguments.module).main(arguments))
    except RecordError as error:
        if arguments.traceback:
            traceback.print_exc()
            print(getattr(error, "traceback", ""), file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    except Exception as error:
        if arguments.traceback:
            raise
        print(f"{type(error).__name__}: {error}. This is a fault in the book's own code: add --traceback to see where.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; run the same command again", file=sys.stderr)
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
