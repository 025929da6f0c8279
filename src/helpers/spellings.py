"""One name, many spellings: what a reader may type for a name that the record writes in one way.

The record writes Ukrainian places in their Ukrainian form, and people as they or their state do. Readers know other
forms: from Russian, from older English usage, from another way of writing Cyrillic in Latin letters. Each class below
holds forms of one word and the reason why they belong together; the first is one that the record has. Full names in Ukrainian
and Russian letters stand in the table ``people`` and are not repeated here.

Words are compared as :func:`plain` gives them. ``spellings.js`` does the same in the browser; a test holds both together.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple


class Spelling(NamedTuple):
    """Forms of one word: one that the record has, the others, and why they are met."""

    own: str
    others: tuple[str, ...]
    reason: str


_RUSSIAN = "form from Russian, usual in English before Ukraine’s own"
_LATIN = "another way of writing the same Cyrillic name in Latin letters"
_PAIR = "Ukrainian and Russian or English forms of one given name"

WORDS: tuple[Spelling, ...] = (
    Spelling("kyiv", ("kiev", "kiiv", "kyjiv", "kiew", "kijow"), _RUSSIAN + ", or letter by letter"),
    Spelling("odesa", ("odessa",), _RUSSIAN),
    Spelling("kharkiv", ("kharkov", "charkiv", "harkov"), _RUSSIAN),
    Spelling("lviv", ("lvov", "lwow", "lemberg"), _RUSSIAN),
    Spelling("dnipro", ("dnepr", "dnieper", "dnepropetrovsk", "dnipropetrovsk"), _RUSSIAN + "; the city had a longer name to 2016"),
    Spelling("mykolaiv", ("nikolaev", "nikolayev", "mikolaiv"), _RUSSIAN),
    Spelling("zaporizhzhia", ("zaporozhye", "zaporizhia", "zaporizhzhya", "zaporozhzhia", "zaporizhya", "zaporozhie", "zaporozhe"), _RUSSIAN),
    Spelling("luhansk", ("lugansk",), _RUSSIAN),
    Spelling("luhanska", ("luganska",), _RUSSIAN),
    Spelling("chernihiv", ("chernigov", "chernigiv"), _RUSSIAN),
    Spelling("donbas", ("donbass",), _RUSSIAN),
    Spelling("donetsk", ("donetzk",), _LATIN),
    Spelling("debaltseve", ("debaltsevo",), _RUSSIAN),
    Spelling("ilovaisk", ("ilovaysk",), _RUSSIAN),
    Spelling("marinka", ("maryinka", "marjinka"), _LATIN),
    Spelling("avdiivka", ("avdeevka", "avdeyevka", "avdijivka"), _RUSSIAN),
    Spelling("olenivka", ("elenovka", "yelenovka"), _RUSSIAN),
    Spelling("enerhodar", ("energodar",), _RUSSIAN),
    Spelling("kakhovka", ("kachovka",), _LATIN),
    Spelling("stanytsia", ("stanitsa", "stanytsya"), _RUSSIAN),
    Spelling("sumy", ("sumi",), _LATIN),
    Spelling("crimea", ("krym", "krim", "qirim"), "the name in Ukrainian, Russian and Crimean Tatar"),
    Spelling("ukraine", ("ukraina", "ukrayina"), "the name in Ukrainian and Russian"),
    Spelling("russia", ("rossiya", "rossiia", "rosiya", "rosiia"), "the name in Russian and Ukrainian"),
    Spelling("turkiye", ("turkey", "turkei", "turquie", "turechchina", "turtsiya"), "the state’s own name in English since 2022, the one before, the Ukrainian and the Russian one"),
    Spelling("istanbul", ("stambul", "constantinople"), "the Ukrainian and Russian name of the city"),
    Spelling("belarus", ("byelorussia", "belorussia", "bilorus"), "names of Soviet times; the Ukrainian name"),
    Spelling("moldova", ("moldavia",), "name of Soviet times"),
    Spelling("gomel", ("homel", "homiel"), "Belarusian form"),
    Spelling("moscow", ("moskva",), "the name in Russian and Ukrainian"),
    Spelling("geneva", ("geneve", "genf", "zheneva"), "the name in French, German and Russian"),
    Spelling("vienna", ("wien", "vena"), "the name in German and Russian"),
    Spelling("beijing", ("peking",), "older English form"),
    Spelling("czechia", ("czech",), "short and long name of the state"),
    Spelling("burgenstock", ("buergenstock",), "the umlaut written as a pair of letters, or left out"),
    Spelling("plotner", ("ploetner",), "the umlaut written as a pair of letters, or left out"),
    Spelling("wadephul", ("vadeful",), _LATIN),
    Spelling("volodymyr", ("vladimir", "wladimir"), _PAIR),
    Spelling("oleksandr", ("alexander", "aleksandr", "alexandr", "alyaksandr", "aliaksandr"), _PAIR),
    Spelling("oleksii", ("alexei", "aleksei", "alexey", "aleksey", "oleksiy"), _PAIR),
    Spelling("sergiy", ("sergei", "sergey", "serhiy", "serhii", "sergii"), _PAIR),
    Spelling("dmytro", ("dmitry", "dmitri", "dmitriy", "dmitrii", "dimitri"), _PAIR),
    Spelling("mykhailo", ("mikhail", "michail", "mykhaylo"), _PAIR),
    Spelling("andrii", ("andriy", "andrei", "andrey", "andrij"), _PAIR),
    Spelling("yuri", ("yury", "yuriy", "yurii", "iurii", "jurij"), _PAIR),
    Spelling("kyrylo", ("kirill", "kiril", "cyril"), _PAIR),
    Spelling("pavlo", ("pavel",), _PAIR),
    Spelling("petro", ("pyotr", "petr", "piotr"), _PAIR),
    Spelling("mykola", ("nikolai", "nikolay", "mikola"), _PAIR),
    Spelling("denys", ("denis",), _PAIR),
    Spelling("oleh", ("oleg",), _PAIR),
    Spelling("vadym", ("vadim",), _PAIR),
    Spelling("igor", ("ihor",), _PAIR),
    Spelling("viktor", ("victor",), _PAIR),
    Spelling("vasily", ("vasyl", "vasiliy", "vassily"), _PAIR),
    Spelling("tatyana", ("tetiana", "tatiana", "tetyana"), _PAIR),
    Spelling("maria", ("mariya", "mariia"), _PAIR),
    Spelling("yuliia", ("yulia", "julia", "iuliia", "yuliya"), _PAIR),
    Spelling("yermak", ("ermak", "iermak"), _LATIN),
    Spelling("yatsenyuk", ("yatseniuk", "iatseniuk", "jazenjuk"), _LATIN),
    Spelling("umerov", ("umierov", "umjerow", "umyerov"), _LATIN),
    Spelling("lavrov", ("lawrow",), _LATIN),
    Spelling("putin", ("poutine",), "French form"),
    Spelling("aksyonov", ("aksenov", "aksionov"), _LATIN),
    Spelling("zakharchenko", ("sachartschenko", "zaharchenko"), _LATIN),
    Spelling("nebenzya", ("nebenzia",), _LATIN),
    Spelling("kuchma", ("kutschma",), _LATIN),
    Spelling("dmitriev", ("dmitriyev", "dmitrieff"), _LATIN),
    Spelling("medvedev", ("medvedyev", "medwedew"), _LATIN),
    Spelling("shoigu", ("shoygu", "schoigu"), _LATIN),
    Spelling("kyslytsya", ("kyslytsia", "kislitsa"), _LATIN),
    Spelling("organisation", ("organization",), "British and American spelling"),
    Spelling("defence", ("defense",), "British and American spelling"),
    Spelling("programme", ("program",), "British and American spelling"),
)

ENDINGS: tuple[tuple[str, str, str], ...] = (
    (r"(sk|ck|tsk|zk)(?:yy|iy|yi|ii|ij|yj|i|ey)$", r"\1y", "Зеленський: Zelensky, Zelenskyy, Zelenskiy, Zelenskij"),
    (r"enk[ao]$", "enko", "Лукашэнка, Лукашенко: Belarusian and Russian ending"),
    (r"(ov|ev)ich$", r"\1ych", "Янукович: -ych from Ukrainian, -ich from Russian"),
)
"""Endings of names: what is found, what stands in its place, an example."""

ALIASES: dict[tuple[str, str], tuple[str, ...]] = {
    ("actor", "united-states"): ("USA", "US", "United States of America", "America", "США"),
    ("actor", "united-kingdom"): ("UK", "Great Britain", "Britain"),
    ("actor", "russia"): ("Russian Federation", "RF"),
    ("actor", "united-nations"): ("UNO", "UN", "ООН"),
    ("actor", "european-union"): ("EU", "ЕС", "ЄС"),
    ("actor", "osce"): ("ОБСЕ", "ОБСЄ"),
    ("actor", "osce-smm"): ("SMM",),
    ("actor", "icrc"): ("Red Cross",),
    ("actor", "holy-see"): ("Vatican",),
    ("actor", "dpr"): ("DPR", "DNR", "Donetsk People's Republic"),
    ("actor", "lpr"): ("LPR", "LNR", "Luhansk People's Republic"),
    ("actor", "unga"): ("UN General Assembly", "UNGA"),
    ("actor", "unsc"): ("UN Security Council", "UNSC"),
    ("document", "minsk-ii"): ("Minsk II", "Minsk 2", "Minsk agreement"),
    ("document", "minsk-protocol"): ("Minsk I", "Minsk 1"),
    ("place", "zaporizhzhia-region"): ("Zaporizhzhia",),
}
"""Further names of entries that no other column holds, as readers know them; not the record's own words."""

CYRILLIC: dict[str, str] = {
    **dict(zip("абвгґдеёжзийклмнопрстуфхцчшщъыьэюя", "a b v g g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "))),
    **{"є": "ye", "і": "i", "ї": "i", "ў": "u"},
}
"""Cyrillic letters in Latin ones, rather by sound than by any one standard; what remains different is a class above."""

LETTERS: dict[str, str] = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"}
"""Latin letters that no decomposition makes plain."""

_MARKS = re.compile(r"[\u0300-\u036f]")
_QUOTES = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[a-z0-9]+")


def plain(words: str) -> list[str]:
    """The words of a text in small Latin letters without marks, in order.

    >>> plain("Türkiye’s Мінськ, 28-point")
    ['turkiyes', 'minsk', '28', 'point']
    """
    letters = "".join(CYRILLIC.get(letter, LETTERS.get(letter, letter)) for letter in _QUOTES.sub("", words.lower()))
    return _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", letters)))


def script() -> str:
    """What the browser needs of this module, as the body of ``spellings.js`` in JSON values."""
    import json

    classes = {form: spelling.own for spelling in WORDS for form in spelling.others}
    rules = [[pattern, replacement.replace("\\1", "$1")] for pattern, replacement, _ in ENDINGS]
    values = {"classes": classes, "endings": rules, "letters": CYRILLIC | LETTERS}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
