"""The record to take away: a zip of the tables with their schema, and a SQLite database in which every key is checked.

Both files are the same bytes for the same record; the database is made in ``database``.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

from helpers import paths, record, sources
from helpers.database import write_sqlite

CHANGES = "CHANGES.md"  # what changed in the facts, from the second release on; see helpers.changes


def names() -> tuple[str, str]:
    """The names of the two files: they carry the version of the data."""
    package = record.package()
    stem = f"{package['name']}-{package['version']}"
    return f"{stem}.zip", f"{stem}.sqlite"


def write(folder: Path) -> list[Path]:
    """Write both exports of the book that we are in to a folder, which is made if missing; return their paths.

    Beside them stand ``dataset.jsonld``, which describes them to search engines and repositories, and the bibliography
    for reference managers (``sources.bib``, ``.ris``, ``.json``).

    Raises:
        RecordError: the tables break a key, so that no database can be made of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive, database = (folder / name for name in names())
    write_zip(archive)
    write_sqlite(database)
    from helpers import dataset_metadata  # it asks here for the names of the files

    dataset_metadata.write(folder)
    write_sources(folder)
    return [archive, database]


def write_sources(folder: Path) -> None:
    """All sources as BibTeX, RIS and CSL-JSON, in the order of the table."""
    for suffix, content in (("bib", sources.bibtex()), ("ris", sources.ris()), ("json", sources.csl_json())):
        (folder / f"sources.{suffix}").write_text(content, "utf-8", newline="")


def readme() -> str:
    """The text that goes with the tables: what they are, how they are written and opened, what each field means."""
    from helpers import usage  # it asks here for the names of the files

    package = record.package()
    dates = package["record"]
    lines = [
        f"# {package['title']}, version {package['version']}",
        "",
        *([package["description"], ""] if package.get("description") else []),
        f"Complete to {dates['cutoff_date']}; later rows are provisional. Last day of evidence: {dates['last_evidence_date']}.",
        f"Licence: {', '.join(licence.get('title') or licence['name'] for licence in package['licenses'])}.",
        "",
        "Tables are CSV: UTF-8, commas, a header line. A date is written as exactly as it is known (2025, 2025-03,",
        "2025-03-04). Items of a list are separated by semicolons. datapackage.json is the schema (a Data Package);",
        "SHA256SUMS holds the digests of all files.",
        "",
        "To open a table, typed in the folder that holds this one (any other name takes the place of the table’s):",
        "",
        usage.text(record.tables()[0]).rstrip(),
    ]
    for resource in package["resources"]:
        about = resource.get("record", {})
        lines += ["", f"## {resource['path']}: {resource['title']}", "", resource.get("description", "")]
        lines += [f"Unit: {about.get('unit', '')}. Included: {about.get('inclusion', '')}", ""]
        for field in resource["schema"]["fields"]:
            unit = f" Unit: {field['unit']}." if field.get("unit") else ""
            empty = f" Empty: {field['empty']}." if field.get("empty") else ""
            lines.append(f"- {field['name']} ({field['type']}): {field.get('description', '')}{unit}{empty}")
    return "\n".join(lines) + "\n"


def _licence() -> str:
    own = paths.root() / "LICENSE-DATA"
    if own.is_file():
        return own.read_text("utf-8")
    return "".join(f"{licence.get('title', licence['name'])}\n{licence.get('path', '')}\n" for licence in record.package()["licenses"])


def files() -> dict[str, bytes]:
    """Everything in the zip but the digests: name → content, sorted by name."""
    data = paths.data()
    found = {resource["path"]: (data / resource["path"]).read_bytes() for resource in record.package()["resources"]}
    found["datapackage.json"] = (data / "datapackage.json").read_bytes()
    if (data / CHANGES).is_file():
        found[CHANGES] = (data / CHANGES).read_bytes()
    found["README.md"] = readme().encode()
    found["LICENSE-DATA"] = _licence().encode()
    return dict(sorted(found.items()))


def write_zip(path: Path) -> None:
    """The tables, their schema, README, licence and SHA256SUMS in one folder of a zip."""
    content = files()
    content["SHA256SUMS"] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()).encode()
    year, month, day = (int(part) for part in str(record.package()["record"]["release_date"]).split("-"))
    # Stored, not deflated: compressors differ from machine to machine, and a release must not.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", (max(year, 1980), month, day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, data)


def main(arguments: Any = None) -> int:
    """``python -m helpers export``: write both files and say where."""
    folder = Path(getattr(arguments, "out", None) or paths.root() / "_build" / "data")
    for path in write(folder):
        print(f"{path}  {path.stat().st_size / 1024:.0f} kB  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return 0
