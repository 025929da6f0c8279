"""A release is made of what is committed and frozen, or refused with a sentence that says what to do."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_pages import chapter, cover
from small_record import Book

from helpers import execution, paths
from helpers.__main__ import main
from helpers.errors import RecordError
from helpers.releasing import freeze, publish, reproducible, verify

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2016-02-01\n\nFirst release.\n\n### Added\n\n- A lake.\n\n## [0.0.1] - 2015-01-01\n\nNothing.\n"
BUILT = {
    "html/index.html": "<h1>Lake</h1>",
    "html/chapters/one.html": "<h1>One</h1>",
    "html/downloads/one.pdf": "%PDF",
    "html/downloads/fixture-record-0.1.0.zip": "PK",
    "pdf/one.pdf": "%PDF",
    "data/fixture-record-0.1.0.zip": "PK",
}


def git(root: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "-qm", "A step", "--allow-empty")


def fake(root: Path, scratch: Path, say: Callable[[str], None]) -> Path:
    """A built book without building one."""
    for name, text in BUILT.items():
        path = scratch / "one" / "_build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return scratch / "one"


@pytest.fixture(scope="module")
def frozen_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small repository, frozen and committed as 0.1.0. Not to be changed."""
    root = tmp_path_factory.mktemp("release") / "book"
    root.mkdir()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv(paths.ENVIRONMENT, str(root))
        monkeypatch.setattr(execution, "stale", lambda root: {})
        Book(root)
        cover(root, "# Lake\n\nThere are {value}`n-events` events.\n", ["one"])
        chapter(root, "one", "# One\n\n(talks)=\n## Talks\n\nIn all {glue:text}`n`.", {"fig-a": 1}, {"n": "4"})
        (root / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
        (root / "LICENSE").write_text("MIT\n", "utf-8")
        (root / ".gitignore").write_text("/dist/\n", "utf-8")
        git(root, "init", "-q")
        freeze.freeze(root)
        commit(root)
    return root


@pytest.fixture
def repository(frozen_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that repository."""
    root = Path(shutil.copytree(frozen_once, tmp_path / "book"))
    monkeypatch.setenv(paths.ENVIRONMENT, str(root))
    monkeypatch.setattr(execution, "stale", lambda root: {})
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), "utf-8")


def restock(root: Path) -> None:
    chapter(root, "one", "# One\n\n(talks)=\n## Talks\n\nIn all {glue:text}`n`.", {"fig-a": 2}, {"n": "4"})


REFUSED: dict[str, tuple[Callable[[Path], object], bool, str]] = {
    "a changed file": (lambda r: edit(r, "LICENSE", "MIT", "MIT."), False, r"^the tree holds changes that no commit has: LICENSE\. Commit them"),
    "a new file": (lambda r: (r / "data" / "more.txt").touch(), False, "changes that no commit has: data/more.txt"),
    "values without a version": (lambda r: edit(r, "data/places.csv", "46.2044", "46.2"), True, r"^data/datapackage.json: values changed since version 0\.1\.0 was frozen, and the version is still the same: places\. Raise the version"),
    "a version that is not frozen": (lambda r: edit(r, "data/datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"'), True, "the data are of version 0.1.1, and data/release.json is of 0.1.0. Run `make freeze`"),
    "no freezing at all": (lambda r: (r / "data" / "release.json").unlink(), True, "data/release.json is missing"),
    "a figure that changed after freezing": (restock, True, "pages, figures or numbers changed since the release was frozen"),
    "a citation file by hand": (lambda r: edit(r, "CITATION.cff", "0.1.0", "0.1"), True, "another version, date or DOI than in data/datapackage.json stands in CITATION.cff"),
    "a changelog without the version": (lambda r: edit(r, "CHANGELOG.md", "## [0.1.0] - 2016-02-01", "## [0.1.9] - 2016-02-01"), True, r"^CHANGELOG.md: the changelog does not tell of version 0\.1\.0\. Add “## \[0.1.0\] - 2016-02-01”"),
    "a changelog of another day": (lambda r: edit(r, "CHANGELOG.md", "2016-02-01", "2016-02-02"), True, "version 0.1.0 is of 2016-02-01 in data/datapackage.json, and of 2016-02-02 here"),
    "a changelog that says nothing": (lambda r: edit(r, "CHANGELOG.md", "First release.\n\n### Added\n\n- A lake.\n", ""), True, "the changelog says nothing of version 0.1.0"),
    "no repository": (lambda r: shutil.rmtree(r / ".git"), False, "this is no repository"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_ready_is_refused(repository: Path, what: str) -> None:
    """One sentence and a remedy, and nothing is written."""
    spoil, committed, message = REFUSED[what]
    spoil(repository)
    if committed:
        commit(repository)
    with pytest.raises(RecordError) as refused:
        publish.publish(repository, lambda text: None, fake)
    assert re.search(message, str(refused.value)), str(refused.value)
    assert not (repository / "dist").exists() and not (repository / "releases").exists()


def test_a_release_holds_everything_and_its_digests(repository: Path) -> None:
    """Archive, downloads, notes, digests that fit; made again it is the same bytes."""
    said: list[str] = []
    folder = publish.publish(repository, said.append, fake)
    assert folder == repository / "dist" / "fixture-record-0.1.0"
    names = {p.name for p in folder.iterdir()}
    assert names == {"fixture-record-0.1.0-book.zip", "fixture-record-0.1.0.zip", "one.pdf", "RELEASE-NOTES.md", "SHA256SUMS"}
    sums = verify.parse((folder / "SHA256SUMS").read_text("utf-8"), "SHA256SUMS")
    assert sums == {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names - {"SHA256SUMS"}}
    text = (folder / "RELEASE-NOTES.md").read_text("utf-8")
    assert text.startswith("# A record of three events 0.1.0, 2016-02-01\n\nFirst release.\n\n### Added\n\n- A lake.\n\n## How to cite\n\nThe Negotiation Record contributors (2016)")
    assert "0.0.1" not in text
    with zipfile.ZipFile(folder / "fixture-record-0.1.0-book.zip") as archive:
        inside = {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}
        assert {n.partition("/")[0] for n in archive.namelist()} == {"fixture-record-0.1.0-book"} and archive.namelist()[:-1] == sorted(archive.namelist()[:-1])
        assert {i.date_time for i in archive.infolist()} == {(2016, 2, 1, 0, 0, 0)}
    assert {n for n in inside if n.startswith("html/")} == {n for n in BUILT if n.startswith("html/")}
    assert {"README.txt", "LICENSE", "CITATION.cff", "CHANGELOG.md", "SHA256SUMS"} <= set(inside)
    assert inside["SHA256SUMS"].decode() == (repository / "releases" / "0.1.0.sha256").read_text("utf-8")
    before = reproducible.digests(folder)
    assert publish.publish(repository, said.append, fake) == folder, "its own file of digests does not make the tree dirty"
    assert reproducible.digests(folder) == before
    assert said[-1] == "Commit releases/0.1.0.sha256, tag the commit v0.1.0, and attach what is in dist/fixture-record-0.1.0."


def test_two_builds_that_differ_are_no_release(repository: Path, tmp_path: Path) -> None:
    """Both copies are of the commit, in folders of their own; a file that differs, or stale notebooks, are named."""
    seen: list[tuple[str, str]] = []

    def build(root: Path, environment: dict[str, str]) -> None:
        seen.append((root.name, environment["TZ"]))
        assert (root / "data" / "events.csv").is_file() and not (root / ".git").exists()
        (root / "_build" / "html").mkdir(parents=True)
        (root / "_build" / "html" / "index.html").write_text(environment[differ])

    differ = "TZ"
    (tmp_path / "a").mkdir()
    with pytest.raises(RecordError, match="two builds of the same sources differ in 1 files: html/index.html"):
        reproducible.twice(repository, tmp_path / "a", build=build)
    assert seen == [("one", "UTC"), ("an other", "Pacific/Auckland")]

    def stale(root: Path, environment: dict[str, str]) -> None:
        (root / "chapters" / "one.ipynb").write_text("{}")

    (tmp_path / "b").mkdir()
    with pytest.raises(RecordError, match="chapters: the stored notebooks are not those that a fresh run gives: one.ipynb"):
        reproducible.twice(repository, tmp_path / "b", build=stale)
    (tmp_path / "c").mkdir()
    assert reproducible.twice(repository, tmp_path / "c", build=lambda root, environment: None) == tmp_path / "c" / "one"


# Copies -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def released(repository: Path) -> Path:
    publish.publish(repository, lambda text: None, fake)
    return repository / "dist" / "fixture-record-0.1.0"


def unpacked(released: Path, folder: Path) -> Path:
    with zipfile.ZipFile(released / "fixture-record-0.1.0-book.zip") as archive:
        archive.extractall(folder)
    return folder / "fixture-record-0.1.0-book"


def as_built(folder: Path) -> Path:
    (folder / "html").mkdir(parents=True)
    fake(folder, folder / "scratch", lambda text: None)
    shutil.copytree(folder / "scratch" / "one" / "_build", folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "scratch")
    (folder / "book.json").write_text("{}")
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = main(["verify", *arguments])
    caught = capsys.readouterr()
    return code, (caught.out + caught.err).splitlines()


def test_every_form_of_the_release_is_told(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The archive, its folder, that folder in another, the site alone, a build, single downloads: exit code 0."""
    whole = unpacked(released, tmp_path / "u")
    copies = [released / "fixture-record-0.1.0-book.zip", whole, tmp_path / "u", whole / "html", as_built(tmp_path / "b"), released / "one.pdf", released / "fixture-record-0.1.0.zip"]
    for copy in copies:
        code, lines = said(capsys, str(copy))
        assert code == 0 and len(lines) == 1 and f"{copy} is release 0.1.0: " in lines[0], (copy, lines)


def test_every_file_that_is_not_as_released_is_named(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One byte changed, one file gone, one too many: exit code 1 and each of them, in a folder and in a zip."""
    whole = unpacked(released, tmp_path)
    (whole / "html" / "chapters" / "one.html").write_text("<h1>Ohne</h1>")
    (whole / "LICENSE").unlink()
    (whole / "html" / "ad.js").write_text("x")
    expected = ["differs  html/chapters/one.html", "missing  LICENSE", "extra    html/ad.js"]
    code, lines = said(capsys, str(whole))
    assert code == 1 and lines[:3] == expected and "1 differ, 1 are missing, 1 are extra" in lines[3]
    shutil.make_archive(str(tmp_path / "copy"), "zip", tmp_path, whole.name)
    assert said(capsys, str(tmp_path / "copy.zip"))[1][:3] == expected
    code, lines = said(capsys, str(whole / "html"))
    assert code == 1 and lines[:2] == [expected[0], expected[2]]


def test_digests_that_were_changed_too_do_not_help(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A forger who mends SHA256SUMS in the copy is still found out, since the sources keep their own."""
    whole = unpacked(released, tmp_path)
    (whole / "html" / "index.html").write_text("forged")
    mended = {n: d for n, d in reproducible.digests(whole).items() if n != "SHA256SUMS"}
    (whole / "SHA256SUMS").write_text(verify.format(mended))
    code, lines = said(capsys, str(whole))
    assert code == 1 and lines[:2] == ["differs  SHA256SUMS", "differs  html/index.html"]


def test_pdf_and_data_of_a_build_count(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = as_built(tmp_path / "b")
    (copy / "pdf" / "one.pdf").write_text("%PDF forged")
    (copy / "data" / "stray.csv").write_text("x")
    code, lines = said(capsys, str(copy))
    assert code == 1 and lines[:2] == ["differs  pdf/one.pdf", "extra    data/stray.csv"]
    (released / "one.pdf").write_text("%PDF forged")
    assert said(capsys, str(released / "one.pdf"))[1][0] == "differs  one.pdf"


@pytest.mark.parametrize(
    ("name", "message"),
    [("nowhere", "there is no such file or folder"), ("empty", "there is no copy of the book in it"), ("other", "the digests of release 9.9.9 are not here. Known are: 0.1.0"), ("mute", "does not say which release"), ("note.txt", "no release that is known here has such a file")],
)  # fmt: skip
def test_what_cannot_be_told_is_said(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, message: str) -> None:
    """Exit code 2, and what is missing."""
    (tmp_path / "empty").mkdir()
    for copy, data in (("other", "fixture-record-9.9.9.zip"), ("mute", "x.zip")):
        (tmp_path / copy / "downloads").mkdir(parents=True)
        (tmp_path / copy / "index.html").touch()
        (tmp_path / copy / "downloads" / data).touch()
    (tmp_path / "note.txt").write_text("x")
    code, lines = said(capsys, str(tmp_path / name))
    assert code == 2 and len(lines) == 1 and message in lines[0]


def test_digests_may_be_named(released: Path, repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the sources do not know the release, its SHA256SUMS stand in; a file that holds none is refused."""
    whole = unpacked(released, tmp_path)
    shutil.rmtree(repository / "releases")
    assert said(capsys, str(whole))[0] == 2
    assert said(capsys, str(whole), "--sums", str(whole / "SHA256SUMS"))[0] == 0
    assert said(capsys, str(whole), "--sums", str(whole / "LICENSE"))[0] == 2


def test_sha256sum_reads_the_digests(released: Path) -> None:
    if not shutil.which("sha256sum"):
        pytest.skip("no sha256sum on this machine")
    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=released, capture_output=True, check=False).returncode == 0
