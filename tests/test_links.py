"""The checker of addresses only advises: it tells what answers from what is gone, is polite to hosts, and never fails."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import __main__, links, sourcing
from helpers.links import Answer


class Host(BaseHTTPRequestHandler):
    """A host with a page for each case."""

    asked: list[tuple[str, str]] = []

    def answer(self) -> None:
        Host.asked.append((self.command, self.path))
        code = {"/gone": 404, "/shut": 403, "/moved": 301, "/broken": 500}.get(self.path, 405 if self.command == "HEAD" and self.path == "/headless" else 200)
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    """The address of a host on this machine."""
    Host.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "state", "asked"),
    [("/page", "answers", 1), ("/headless", "answers", 2), ("/gone", "gone", 2), ("/shut", "refused", 2), ("/moved", "moved", 2), ("/broken", "silent", 2)],
)
def test_an_answer_is_named(host: str, path: str, state: str, asked: int) -> None:
    """Each kind of answer by its name; a host that knows no heads, or says no to one, is asked for the page too."""
    answer = links.ask(host + path, 5)
    assert answer.state == state and len(Host.asked) == asked
    assert state != "moved" or answer.detail == f"{host}/elsewhere"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/nobody", "http://nobody.invalid/", "no address at all"])
def test_what_cannot_be_reached_is_silent(url: str) -> None:
    """No host, no port, no address: silence, not an error."""
    assert links.ask(url, 2).state == "silent"


def test_each_address_is_asked_once_and_each_host_in_turn() -> None:
    """Two questions never reach one host at the same time; the answers come in the order of the addresses."""
    busy: set[str] = set()
    asked = []

    def asking(url: str) -> Answer:
        name = url.split("/")[2]
        assert name not in busy
        busy.add(name)
        asked.append(url)
        busy.discard(name)
        return Answer("answers", "200")

    urls = ["https://a.example/1", "https://b.example/1", "https://a.example/2", "https://a.example/1"]
    assert list(links.check(urls, asking, pause=0)) == urls[:3] and sorted(asked) == sorted(urls[:3])


def test_the_report_says_what_a_source_was_used_for(book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Everything gone: the command still ends well, names each source with what rests on it, and writes it all down."""
    monkeypatch.setattr(links, "ask", lambda url, timeout: Answer("gone", "404"))
    monkeypatch.setattr(links.time, "sleep", lambda seconds: None)
    assert __main__.main(["links"]) == 0
    said = capsys.readouterr().out
    assert "lake-group-2015-03-05-protocol: gone (404)" in said and "events/2015-03-05-bridge-protocol" in said and "4 addresses: 4 gone" in said
    with (book.root / ".cache" / "links.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 4 and all(row["used_for"] and row["title"] for row in rows)
    assert __main__.main(["links", "visnyk-nd-peremyrja"]) == 0 and "1 address: 1 gone" in capsys.readouterr().out


def test_uses_name_every_row(book: Book) -> None:  # noqa: F811
    """What a source is used for: every row that names it, and no other, once."""
    uses = sourcing.uses()
    assert ("events", "2015-03-05-bridge-protocol") in uses["lake-group-2015-03-05-protocol"]
    assert ("documents", "bridge-protocol") in uses["lake-group-2015-03-05-protocol"]
    assert all(len(set(found)) == len(found) for found in uses.values())
    book.edit("events", 0, source_ids="visnyk-nd-peremyrja")
    assert ("events", "2015-03-secret-visit") in sourcing.uses()["visnyk-nd-peremyrja"]
