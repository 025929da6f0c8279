"""The palette, the typeface and the templates keep what charts and pages promise."""

from __future__ import annotations

import itertools
import json
import math
import re
import struct
from pathlib import Path

import altair as alt
import pytest
import vl_convert

from helpers.figures import theme
from helpers.publishing import interactive
from helpers.publishing import theme as pages

# How the three dichromacies see linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
SEEN = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TEXT = "Є Ї Ґ ґ Українська Русский Ёё Türkiye Erdoğan Łódź Václav Škvrňák Ångström – — “ ” „ ’ … − × ≤ ≥ → ₴ € № 0123456789"


def linear(hexa: str) -> list[float]:
    """A hex colour in linear light."""
    parts = (int(hexa[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""
    a, b = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x))) for x in (one, other))
    return (b + 0.05) / (a + 0.05)


def oklab(rgb: list[float]) -> tuple[float, ...]:
    """Björn Ottosson's perceptual space, from linear light."""
    r, g, b = (max(0.0, c) for c in rgb)
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (c ** (1 / 3) for c in cones)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def seen_by(hexa: str, eye: str) -> tuple[float, ...]:
    """Where an eye puts a colour."""
    light = linear(hexa)
    return oklab([sum(row[i] * light[i] for i in range(3)) for row in SEEN[eye]])


def characters(font: Path) -> set[int]:
    """The code points that a TrueType font draws, from its character map (format 4)."""
    data = font.read_bytes()
    tables = {data[12 + 16 * i : 16 + 16 * i]: struct.unpack(">LL", data[20 + 16 * i : 28 + 16 * i]) for i in range(struct.unpack(">H", data[4:6])[0])}
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for i in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">L", data[start + 8 + 8 * i : start + 12 + 8 * i])[0]
        if struct.unpack(">H", data[at : at + 2])[0] == 4:
            n = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
            last = struct.unpack(f">{n}H", data[at + 14 : at + 14 + 2 * n])
            first = struct.unpack(f">{n}H", data[at + 16 + 2 * n : at + 16 + 4 * n])
            found |= {c for a, b in zip(first, last) for c in range(a, b + 1)}
    return found


def chart(**changes: object) -> str:
    """A small chart, drawn, with changes to the book's configuration."""
    rows = alt.InlineData(values=[{"a": "Łódź, Єреван", "n": 3}, {"a": "Minsk", "n": 5}])
    with theme.enabled():
        spec = alt.Chart(rows).mark_bar().encode(x="n:Q", y="a:N", color="a:N").to_dict()
    spec["config"].update(changes)
    theme.register_fonts()
    return vl_convert.vegalite_to_svg(json.dumps(spec))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_categories_stand_out_from_the_paper(dark: bool) -> None:
    """Every categorical colour has a contrast of 3 : 1 or more on paper, on white (print) and in the dark."""
    papers = [theme.DARK[theme.PALETTE["paper"]]] if dark else [theme.PALETTE["paper"], "#ffffff"]
    for hexa in [*theme.CATEGORY, theme.PALETTE["grey"], theme.PALETTE["axis"]]:
        for paper in papers:
            assert contrast(theme.DARK[hexa] if dark else hexa, paper) >= 3, hexa


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("eye", SEEN)
def test_categories_stay_apart_for_every_eye(eye: str, dark: bool) -> None:
    """No two categorical colours look alike, whatever kind of colour vision a reader has."""
    colours = [theme.DARK[c] if dark else c for c in theme.CATEGORY]
    for one, other in itertools.combinations(colours, 2):
        assert math.dist(seen_by(one, eye), seen_by(other, eye)) >= 0.08, (one, other)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_scales_run_one_way(dark: bool) -> None:
    """Steps move steadily from the paper towards ink, and the poles of the two-sided scale move steadily away from its middle."""
    paper = theme.DARK[theme.PALETTE["paper"]] if dark else theme.PALETTE["paper"]
    steps, poles = ([contrast(theme.DARK[c] if dark else c, paper) for c in scale] for scale in (theme.STEPS, theme.POLES))
    assert steps == sorted(steps)
    assert poles[:3] == sorted(poles[:3], reverse=True) and poles[2:] == sorted(poles[2:])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_reads_well(dark: bool) -> None:
    """Ink, muted text and links have a contrast of 4.5 : 1 or more on paper and on tinted boxes."""
    shown = (lambda name: theme.DARK[theme.PALETTE[name]]) if dark else (lambda name: theme.PALETTE[name])
    for paper in ("paper", "wash"):
        for hexa in (shown("ink"), shown("muted"), interactive.LINK["link"][dark]):
            assert contrast(hexa, shown(paper)) >= 4.5, (hexa, paper)


def test_each_colour_has_one_counterpart() -> None:
    """Colours differ from each other, so that a rule by colour hits what it means, and each has a counterpart in the dark."""
    assert len(set(theme.PALETTE.values())) == len(theme.PALETTE) == len(theme.DARK)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", hexa) for hexa in [*theme.DARK, *theme.DARK.values()])


def test_charts_use_the_palette_alone() -> None:
    """Every colour that the configuration puts into a chart can be repainted, and no mark is read out on its own."""
    svg = chart()
    colours = {c for _, c in re.findall(r'(fill|stroke)="([^"]+)"', svg)} - {"none", "transparent"}
    assert colours and colours <= set(theme.DARK)
    assert "aria-label=" not in svg


def test_charts_fit_the_page() -> None:
    """A chart with its labels is exactly as wide as the text, and no label is below 12 pixels (7 points in print)."""
    svg = chart()
    assert re.search(r'<svg [^>]*width="600"', svg)
    assert min(float(s) for s in re.findall(r'font-size="([\d.]+)px"', svg)) >= 12


def test_charts_are_measured_with_the_shipped_typeface() -> None:
    """The drawing names our typeface, and another one would have been laid out differently: the machine's fonts play no part."""
    ours = chart()
    assert set(re.findall(r'font-family="([^",]+)', ours)) == {theme.FONT}
    assert ours == chart()
    plain = {**theme.configuration()["axis"], "labelFont": "monospace"}
    assert re.findall(r"translate\([^)]*\)", chart(axis=plain)) != re.findall(r"translate\([^)]*\)", ours)


@pytest.mark.parametrize("weight", ["Regular", "Semibold"])
def test_no_letter_is_missing(weight: str) -> None:
    """The typeface of charts has Ukrainian, Russian, Polish, Turkish and Czech letters and the book's signs."""
    missing = {c for c in TEXT if ord(c) not in characters(theme.FONT_FOLDER / f"RecordSans-{weight}.ttf")}
    assert not missing
    assert (theme.FONT_FOLDER / "OFL.txt").read_text("utf-8").count("SIL OPEN FONT LICENSE")


def test_stylesheet_repaints_every_colour() -> None:
    """The stylesheet has a rule for each palette colour as fill and as stroke, and both palettes."""
    css = pages.stylesheet()
    for name, hexa in theme.PALETTE.items():
        for kind in ("fill", "stroke"):
            assert f'.chart [{kind}="{hexa}"]{{{kind}:var(--{name})}}' in css
    assert theme.css_variables() in css and css.count(theme.css_variables(dark=True)) == 2
    assert "/*" not in css and "</" not in css


def test_nothing_from_elsewhere() -> None:
    """Templates, stylesheet and our scripts name no address outside the book, and no page loads another extension's script."""
    for path in sorted(pages.FOLDER.rglob("*")):
        if path.suffix in (".html", ".css", ".js", ".jinja"):
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), path.name
            assert "script_files" not in text and "css_files" not in text, path.name


def test_pages_are_light() -> None:
    """What every page carries: at most 22 kB of styles (less than 6 kB as they travel) and 12 kB of script; the two typefaces a page needs at most 75 kB."""
    static = pages.FOLDER / "static"
    assert len(pages.stylesheet().encode()) <= 22_000
    assert (static / "record.js").stat().st_size <= 12_000
    assert sum((static / f"{n}.woff2").stat().st_size for n in ("record-sans", "record-serif", "record-serif-italic")) <= 75_000


def test_chart_library_leaves_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is one classic script inside a function, cannot end a script element, and is the same when it comes from the cache."""
    monkeypatch.setattr(interactive.paths, "root", lambda: tmp_path)
    interactive.script.cache_clear()
    made = interactive.script()
    interactive.script.cache_clear()
    assert interactive.script() == made and list((tmp_path / ".cache").iterdir())
    interactive.script.cache_clear()
    assert made.startswith("(function(){") and made.endswith("})();\n") and "window.recordVega={embed:" in made
    assert "</script" not in made


def test_outline_is_the_page_without_its_title() -> None:
    """The outline holds the sections below the title, nested; a page of one section has none."""
    toc = '<ul>\n<li><a href="#">T</a><ul>\n<li><a href="#a">A</a><ul><li><a href="#b">B</a></li></ul></li>\n</ul>\n</li>\n</ul>\n'
    found = pages.outline(toc)
    assert found.startswith("<ul>") and found.endswith("</ul>") and "#a" in found and "#b" in found and ">T<" not in found
    assert found.count("<ul>") == found.count("</ul>") == 2
    assert pages.outline('<ul>\n<li><a href="#">T</a></li>\n</ul>\n') == ""


def test_description_is_the_first_running_text() -> None:
    """A page describes itself by its first paragraph outside boxes and captions, cut between words."""
    from docutils import nodes
    from docutils.utils import new_document

    document = new_document("page")
    section = nodes.section("", nodes.note("", nodes.paragraph(text="A box.")), nodes.paragraph(text="First words " * 30))
    document += section
    found = pages.description(document)
    assert found.startswith("First words") and found.endswith(" …") and len(found) <= pages.DESCRIPTION + 2
