"""The book and its chapters as tagged PDF, typeset by Typst from the same resolved tree as everything else."""

from __future__ import annotations

from typing import Any


def setup(app: Any) -> dict[str, Any]:
    """Register the builder ``typst`` and its configuration."""
    from helpers.publishing.typst.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    app.add_config_value("pdf_name", "the-negotiation-record", "", str)
    app.add_config_value("pdf_chapters", r"chapters/", "", str)
    app.add_config_value("pdf_fonts", [], "", list)
    app.add_config_value("pdf_sans", "Source Sans 3", "", str)
    app.add_config_value("pdf_timestamp", 1767225600, "", int)
    app.add_config_value("pdf_meta", {}, "", dict)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
