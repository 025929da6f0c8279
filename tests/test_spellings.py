"""One name, many spellings: the lists are alive, have reasons, and fold what readers type to what the record writes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from helpers import record, spellings


def fold(word: str) -> str:
    """What the browser does with one plain word."""
    own = {form: spelling.own for spelling in spellings.WORDS for form in spelling.others}
    if word in own:
        return own[word]
    for pattern, replacement, _ in spellings.ENDINGS:
        word = re.sub(pattern, replacement, word)
    return word


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Zelensky", "Zelenskyy"), ("Zelenskiy", "Zelenskyy"), ("Zelenskij", "Zelenskyy"), ("Зеленский", "Zelenskyy"), ("Зеленський", "Zelenskyy"),
        ("Kiev", "Kyiv"), ("Киев", "Kyiv"), ("Київ", "Kyiv"), ("Odessa", "Odesa"), ("Одеса", "Odesa"), ("Turkey", "Türkiye"), ("Турция", "Türkiye"),
        ("Lukashenka", "Lukashenko"), ("Лукашенко", "Lukashenko"), ("Yanukovich", "Yanukovych"), ("Zaporozhye", "Zaporizhzhia"),
        ("Запоріжжя", "Zaporizhzhia"), ("Lugansk", "Luhansk"), ("Луганськ", "Luhansk"), ("Erdogan", "Erdoğan"), ("İbrahim", "Ibrahim"),
        ("Kharkov", "Kharkiv"), ("Минск", "Minsk"), ("Мінськ", "Minsk"), ("Bürgenstock", "Buergenstock"), ("Стамбул", "Istanbul"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_fold_to_one(typed: str, same: str) -> None:
    """What a reader types and what the record writes become one word."""
    assert [fold(w) for w in spellings.plain(typed)] == [fold(w) for w in spellings.plain(same)]


def test_different_names_stay_apart() -> None:
    """Folding joins spellings, not people or places."""
    names = ["Kyiv", "Kuleba", "Odesa", "Minsk", "Moscow", "Medinsky", "Medvedev", "Medvedchuk", "Lavrov", "Lukin", "Lukashenko", "Kellogg", "Kislitsyn"]
    assert len({fold(spellings.plain(name)[0]) for name in names}) == len(names)


def test_each_class_is_alive_has_a_reason_and_no_word_is_in_two() -> None:
    """The first form of a class stands in the record, so that no list grows that nothing needs; a word means one class."""
    columns = {"people": ["name"], "places": ["name"], "actors": ["name", "short_name"], "events": ["title", "summary"], "provisions": ["summary"]}
    columns |= {"documents": ["title"]}
    words = {w for table, names in columns.items() for name in names for cell in record.load(table)[name].dropna() for w in spellings.plain(cell)}
    assert [s.own for s in spellings.WORDS if s.own not in words] == []
    assert all(s.reason and s.others for s in spellings.WORDS)
    counts = Counter(form for s in spellings.WORDS for form in (s.own, *s.others))
    assert [form for form, n in counts.items() if n > 1] == []
    assert all(spellings.plain(form) == [form] for form in counts), "a form must be written as plain() gives it"


def test_aliases_belong_to_entries() -> None:
    """Each alias is a further name of an entry that exists."""
    keys = {"actor": ("actors", "actor_id"), "document": ("documents", "document_id"), "place": ("places", "place_id")}
    known = {kind: set(record.load(table)[key]) for kind, (table, key) in keys.items()}
    assert [(kind, identity) for kind, identity in spellings.ALIASES if identity not in known[kind]] == []
