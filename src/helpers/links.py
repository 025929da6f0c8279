"""Which addresses of the sources still answer: advice for those who keep the record, never a reason to stop a build.

A page that is gone proves nothing against what it said, and many hosts refuse programs, so nothing here changes a row or an
exit code. The report says of each address that does not answer what the source was used for, so that it can be found again.
"""

from __future__ import annotations

import csv
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urldefrag, urlsplit

from helpers import paths, record, sourcing
from helpers.wording import text

AGENT = "Mozilla/5.0 (compatible; the-negotiation-record links)"
SAFE = "%/:=&?~#+!$,;'@()*[]"  # what may stand in an address; other signs (Cyrillic letters) are written as bytes
HEADER = ("source_id", "state", "detail", "url", "title", "used_for")
STATES = {
    "answers": "answering",
    "moved": "answering from another address",
    "refused": "refusing programs (a person may get in)",
    "gone": "gone",
    "silent": "without an answer",
}
USES = 5  # rows named in the report


@dataclass(frozen=True)
class Answer:
    """What became of an address: one of ``STATES``, and the status, the new address or the error."""

    state: str
    detail: str


def _state(code: int) -> str:
    return "gone" if code in (404, 410) else "refused" if code in (401, 403, 405, 406, 429, 451, 503) else "silent" if code >= 400 else "answers"


def ask(url: str, timeout: float = 20) -> Answer:
    """Ask one address: for its head, then for its page where a host knows no heads. Nothing is kept of what it says."""
    answer = Answer("silent", "not asked")
    for method in ("HEAD", "GET"):
        try:
            request = urllib.request.Request(quote(url, SAFE), method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
            with urllib.request.urlopen(request, timeout=timeout) as reply:
                final = urldefrag(reply.geturl())[0]
                same = _plain(final) == _plain(urldefrag(quote(url, SAFE))[0])
                return Answer("answers", str(reply.status)) if same else Answer("moved", final)
        except urllib.error.HTTPError as error:
            answer = Answer(_state(error.code), str(error.code))
        except (OSError, ValueError, urllib.error.URLError) as error:  # no such host, no answer in time, no valid certificate
            answer = Answer("silent", " ".join(str(getattr(error, "reason", error)).split())[:120])
        except Exception as error:  # an answer that is not HTTP
            answer = Answer("silent", type(error).__name__)
    return answer


def _plain(url: str) -> str:
    """An address without what hosts add by themselves: scheme, www, a last slash."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def check(urls: Iterable[str], asking: Callable[[str], Answer] = ask, workers: int = 8, pause: float = 1.0) -> dict[str, Answer]:
    """Ask addresses side by side, each host one question at a time with a pause between two.

    Returns:
        address → answer, in the order given.
    """
    wanted = list(dict.fromkeys(urls))
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in wanted:
        hosts[urlsplit(url).hostname or ""].append(url)
    found: dict[str, Answer] = {}
    lock = threading.Lock()

    def of_host(listed: list[str]) -> None:
        for number, url in enumerate(listed):
            if number and pause:
                time.sleep(pause)
            answer = asking(url)
            with lock:
                found[url] = answer

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(of_host, sorted(hosts.values(), key=len, reverse=True)))
    return {url: found[url] for url in wanted}


def rows(answers: dict[str, Answer]) -> list[dict[str, str]]:
    """The report: every source whose address was asked, in the order of the table, with some of what it was used for."""
    uses, found = sourcing.uses(), []
    for row in record.load("sources").itertuples(index=False):
        if answer := answers.get(text(row.url)):
            used = uses.get(row.source_id, [])
            named = "; ".join("/".join(use) for use in used[:USES]) + (f"; and {len(used) - USES} more" if len(used) > USES else "")
            found.append(dict(zip(HEADER, (row.source_id, answer.state, answer.detail, text(row.url), text(row.title), named))))
    return found


def write(path: Path, report: list[dict[str, str]]) -> None:
    """The report as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(report)


def main(arguments: Any) -> int:
    """``python -m helpers links``: always ends well; what it found is said and written down."""
    frame = record.load("sources")
    chosen = set(arguments.sources)
    urls = [text(r.url) for r in frame.itertuples(index=False) if text(r.url).startswith("http") and (not chosen or r.source_id in chosen)]
    urls = urls[: arguments.limit] if arguments.limit else urls
    answers = check(urls, lambda url: ask(url, arguments.timeout))
    report = rows(answers)
    counts = Counter(answer.state for answer in answers.values())
    for row in report:
        if row["state"] in ("gone", "silent"):
            print(f"{row['source_id']}: {row['state']} ({row['detail']}), {row['url']}; used for {row['used_for'] or 'no row'}")
    print(f"{len(answers)} {'address' if len(answers) == 1 else 'addresses'}: " + ", ".join(f"{counts[state]} {words}" for state, words in STATES.items() if counts[state]))
    if answers and counts["silent"] == len(answers):
        print("None answered: is there a network here?")
    path = Path(arguments.out) if arguments.out else paths.root() / ".cache" / "links.csv"
    write(path, report)
    print(f"All of them: {path}")
    return 0
