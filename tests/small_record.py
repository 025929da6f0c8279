"""A book with the small invented record of ``fixture_data/``, to be read, edited and broken by a test."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from helpers import paths

FIXTURE = Path(__file__).parent / "fixture_data"


class Book:
    """A copy of the small record in a folder of its own, which is the book that helpers see."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "data"
        shutil.copytree(FIXTURE, self.data)
        (root / "_config.yml").touch()

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table as they stand in its file."""
        with (self.data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write the rows of a table."""
        header = [field["name"] for field in self.fields(table)]
        with (self.data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def edit(self, table: str, number: int, named: dict[str, str] | None = None, /, **cells: str) -> None:
        """Change cells of one row, counted from 0."""
        rows, cells = self.rows(table), {**(named or {}), **cells}
        assert rows[number] != rows[number] | cells, "the test changes nothing"
        rows[number] |= cells
        self.write(table, rows)

    def replace(self, file: str, old: str | bytes, new: str | bytes) -> None:
        """Change the text or the bytes of a file where they stand once or more."""
        old, new = (x.encode() if isinstance(x, str) else x for x in (old, new))
        path = self.data / file
        content = path.read_bytes()
        assert old in content, f"{file} does not hold {old!r}"
        path.write_bytes(content.replace(old, new, 1))

    @property
    def package(self) -> dict[str, Any]:
        """The schema."""
        found: dict[str, Any] = json.loads((self.data / "datapackage.json").read_text("utf-8"))
        return found

    def fields(self, table: str, package: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """The fields of a table."""
        resources = (package or self.package)["resources"]
        found: list[dict[str, Any]] = next(r for r in resources if r["name"] == table)["schema"]["fields"]
        return found

    def save(self, package: dict[str, Any]) -> None:
        """Write the schema."""
        (self.data / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A copy of the small record that helpers take for their book."""
    monkeypatch.setenv(paths.ENVIRONMENT, str(tmp_path / "book"))
    (tmp_path / "book").mkdir()
    return Book(tmp_path / "book")
