"""The book and its chapters as tagged PDF, typeset by Typst from the same resolved tree as everything else."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

SUBTITLE = "What was agreed, proposed and broken in the efforts to end Russia’s war against Ukraine"


def setup(app: Any) -> dict[str, Any]:
    """Register the builder ``typst`` and its configuration; what is not set comes from the data package."""
    from helpers.publishing.typst.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    app.add_config_value("pdf_name", "the-negotiation-record", "", str)
    app.add_config_value("pdf_chapters", r"chapters/", "", str)
    app.add_config_value("pdf_fonts", None, "", [list, type(None)])
    app.add_config_value("pdf_sans", "Record Sans", "", str)
    app.add_config_value("pdf_timestamp", None, "", [int, type(None)])
    app.add_config_value("pdf_meta", None, "", [dict, type(None)])
    app.connect("config-inited", fill, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def fill(app: Any, config: Any) -> None:
    """Give what the configuration leaves open: fonts of the charts, the release's date, the words of the imprint."""
    if config.pdf_fonts is None:
        config.pdf_fonts = [str(Path(__file__).parents[2] / "figures" / "fonts")]
    if config.pdf_timestamp is None or config.pdf_meta is None:
        from helpers import record
        from helpers.wording import in_words

        package = record.package()
        about = package["record"]
        released, author = about["release_date"], package["contributors"][0]["title"]
        if config.pdf_timestamp is None:
            config.pdf_timestamp = int(datetime.fromisoformat(released).replace(tzinfo=timezone.utc).timestamp())
        if config.pdf_meta is None:
            cutoff = in_words(about["cutoff_date"])
            config.pdf_meta = {
                "subtitle": SUBTITLE,
                "description": package.get("description", ""),
                "keywords": package.get("keywords", []),
                "version": package["version"],
                "release_date": in_words(released),
                "cutoff": cutoff,
                "last_evidence": in_words(about.get("last_evidence_date", "")),
                "licence": "Text, figures and data are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0).",
                "cite": [f"{author} ({released[:4]}). ", package["title"], f", version {package['version']}, data to {cutoff}."],
            }
