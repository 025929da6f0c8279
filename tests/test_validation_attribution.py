"""Both sides speak with the same verbs, and no verb of speech judges what it reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_tables import data, table

from helpers.validation import attribution, verbs
from helpers.validation.problems import Problem
from helpers.validation.reading import Data

ACTORS = "actor_id | name | short_name | parent_id\nukraine | Ukraine | Ukraine |\nrussia | Russian Federation | Russia |\nstate-duma | State Duma | Duma | russia\neuropean-union | European Union | EU |\nosce | Organization for Security | OSCE |"
PEOPLE = "tenure_id | name | actor_id\na | Sergey Lavrov | russia\nb | Volodymyr Zelenskyy | ukraine\nc | Donald Trump | united-states"
TERMS = "vocabulary | term\n" + "\n".join(f"attribution_verb | {verb}" for verb in ("say", "deny", "report", "propose", "reject"))


def made(*sentences: str, listed: bool = True) -> Data:
    lines = "\n".join(f"e-{n} | {sentence}" for n, sentence in enumerate(sentences))
    tables = [table("actors", "actor_id", ACTORS), table("people", "tenure_id", PEOPLE), table("events", "event_id", f"event_id | summary\n{lines}")]
    return data(*tables, *([table("vocabulary", "term", TERMS)] if listed else []))


def told(*sentences: str, listed: bool = True) -> list[Problem]:
    return list(attribution.findings(made(*sentences, listed=listed)))


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Ukraine claims that the truce was broken.", "Ukraine claims"),
        ("Russia admitted it.", "Russia admitted"),
        ("Then Lavrov repeatedly insisted on it.", "Lavrov repeatedly insisted"),
        ("President Zelenskyy has also alleged this.", "Zelenskyy has also alleged"),
        ("The Russian foreign ministry boasts of it.", "Russian foreign ministry boasts"),
        ("Ukraine’s chief negotiator claimed success.", "Ukraine’s chief negotiator claimed"),
        ("The Kremlin lied about it.", "Kremlin lied"),
        ("Both sides claim the town.", "sides claim"),
        ("They meet, and he concedes nothing.", "he concedes"),
        ("Moscow and Kyiv claim victory.", "Kyiv claim"),
        ("The State Duma contends so.", "State Duma contends"),
        ("The EU maintains that talks go on.", "EU maintains"),
        ("A Ukrainian official vows more.", "Ukrainian official vows"),
    ],
)
def test_a_verb_that_judges_is_refused(sentence: str, words: str) -> None:
    """Whoever speaks: states, people, offices, organisations, pronouns; with or without a list of verbs in the record."""
    for listed in (True, False):
        found = told(sentence, listed=listed)
        assert [(p.table, p.row, p.field, p.value) for p in found] == [("events", "e-0", "summary", words)]
        assert "without judgement" in found[0].rule and "says" in found[0].remedy


@pytest.mark.parametrize(
    "sentence",
    [
        "Ukraine says, Russia denies and Lavrov reports it.",
        "Russia’s claims to four regions, and the claims of Ukraine, go to a claims commission.",
        "Russia maintains troops there and Ukraine lies to the west.",
        "Aid from EU states and NATO states; the Security Council demand stands.",
        "Russia notices, holds, attacks, signs, invades and withdraws.",
        "The register of damage in Ukraine claims no completeness.",
        "‘Ukraine claims too much’ and “Russia insists” are quotations.",
        "Lavrov speaks of the lie. Claims follow.",
        "Crimea is claimed whole; the insistence of Russia is known.",
        "The admission of Ukraine to the Union, admitted states, an alleged breach.",
    ],
)
def test_deeds_nouns_and_quotations_are_no_attribution(sentence: str) -> None:
    """Ordinary verbs, possessives, compounds and the words of others raise no alarm."""
    assert told(sentence) == []


def test_an_unlisted_verb_waits_for_the_list() -> None:
    """A verb of speech that the record does not list fails with its remedy; without a list only judging verbs do."""
    (found,) = told("Russia hints at talks.")
    assert found.value == "Russia hints" and "“hint” is not" in found.rule and "add this one there" in found.remedy
    assert told("Russia hints at talks.", listed=False) == []
    assert [p.value for p in attribution.findings(data(table("vocabulary", "term", TERMS + "\nattribution_verb | claim")))] == ["claim"]


def test_counts_are_by_side() -> None:
    """People and organs count for their state; a row whose subject has its own field counts too."""
    record = made("Ukraine says so. Zelenskyy said so. The Duma says so.", "Trump denies it.")
    positions = table("positions", "position_id", "position_id | actor_id | summary\np | russia | Rejects a truce and says why\nq | ukraine | Troops leave")
    record.tables["positions"] = positions
    lines = [line.split() for line in attribution.counts(record).splitlines()[1:]]
    assert lines == [["Ukraine", "Russia", "Others"], ["say", "2", "1", "0"], ["deny", "0", "0", "1"], ["reject", "0", "1", "0"], ["all", "2", "2", "1"]]
    assert attribution.counts(made("Nobody speaks.")) == ""


def test_the_words_of_others_are_not_ours() -> None:
    """Titles of sources, sentences of articles, questions of polls and values of disputes stay as they were said."""
    for name, column in (("sources", "title"), ("claims", "claim"), ("discrepancies", "value"), ("series", "question"), ("opinion_polls", "answer")):
        record = made()
        record.tables[name] = table(name, "id", f"id | {column}\nx | Ukraine claims it")
        assert list(attribution.findings(record)) == []
    assert attribution.prose(table("events", "event_id", "event_id | title | url | start_date | issue_ids\n", issue_ids={"list": True})) == ["title", "url"]


def test_chapters_are_read_too(tmp_path: Path) -> None:
    """A verb that judges in the prose of a chapter is a warning with its cell; roles and code are not read."""
    record = made()
    record.folder = tmp_path / "data"
    (tmp_path / "chapters").mkdir()
    cells = [{"cell_type": "code", "source": ["Ukraine claims"]}, {"cell_type": "markdown", "source": ["Lavrov {cite}`a;b` says, and\n", "{actor}`x` Ukraine claims it."]}]
    (tmp_path / "chapters" / "history.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    (tmp_path / "chapters" / "broken.ipynb").write_text("{", "utf-8")
    assert [(p.table, p.row, p.field, p.value, p.warning) for p in attribution.findings(record)] == [("chapters", "history.ipynb", "cell 2", "Ukraine claims", True)]


def test_forms_of_verbs() -> None:
    """Regular and irregular forms, and no verb on both lists."""
    assert verbs.forms("deny") == {"deny", "denies", "denied", "denying"} and verbs.forms("admit") == {"admit", "admits", "admitted", "admitting"}
    assert "said" in verbs.forms("say") and "lied" in verbs.forms("lie") and "promised" in verbs.forms("promise") and "stresses" in verbs.forms("stress")
    assert not set(verbs.LOADED) & set(verbs.SPEECH) and list(verbs.LOADED) == sorted(verbs.LOADED) and list(verbs.SPEECH) == sorted(verbs.SPEECH)
