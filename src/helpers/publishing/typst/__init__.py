"""The book and its chapters as tagged PDF, typeset by Typst from the same resolved tree as everything else."""

from __future__ import annotations

from typing import Any


VOLUMES = [
    ["sources", "sources, disputes and codebook", "record/(sources|disputes|codings|data)"],
    ["chronology", "chronology", "record/chronology"],
    ["data", "documents, votes and data", "record/(?!chronology$|glossary$|cite$|corrections$).*"],
]


def setup(app: Any) -> dict[str, Any]:
    """Register the builder ``typst`` and its configuration.

    ``pdf_name`` names the book's file; ``pdf_chapters`` is a pattern of the pages that get a PDF of their own;
    ``pdf_volumes`` are the further volumes, each with the end of its name, its title and a pattern of its pages;
    ``pdf_columns`` of the pages of the record that are set in two columns; ``pdf_fonts`` are folders of fonts and ``pdf_sans`` the family of headings and tables; ``pdf_timestamp`` is the
    date of every PDF in seconds since 1970; ``pdf_meta`` fills title page, imprint and metadata (``subtitle``,
    ``version``, ``release_date``, ``cutoff``, ``last_evidence``, ``licence``, ``description`` as text, ``keywords`` and
    ``imprint`` as lists, ``cite`` as pieces of text, each with whether it is italic; ``cover`` are the heights of its bars,
    with ``cover_from``, ``cover_to`` and, for the imprint, ``cover_words``; none is required).
    """
    from helpers.publishing.typst.builder import TypstBuilder

    app.add_builder(TypstBuilder)
    app.add_config_value("pdf_name", "the-negotiation-record", "", str)
    app.add_config_value("pdf_chapters", r"chapters/(?!how-to-read$|ten-minutes$)", "", str)
    app.add_config_value("pdf_volumes", VOLUMES, "", list)
    app.add_config_value("pdf_columns", "record/(chronology|claims|glossary|sources)", "", str)
    app.add_config_value("pdf_fonts", [], "", list)
    app.add_config_value("pdf_sans", "Libertinus Serif", "", str)
    app.add_config_value("pdf_timestamp", 0, "", int)
    app.add_config_value("pdf_meta", {}, "", dict)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
