"""Verbs by which a text gives someone's words: those that judge them are never used, the others only if they are listed.

The list of verbs in use is the vocabulary ``attribution_verb`` of the record; here stands what English has beside it.
"""

from __future__ import annotations

# Verbs that say more than that something was said: that it is doubted, true after all, loud or false.
LOADED = (
    "admit", "allege", "assert", "bluster", "boast", "brag", "claim", "concede", "confess", "contend", "gloat", "insinuate",
    "insist", "lament", "lie", "maintain", "pretend", "profess", "purport", "rant", "scoff", "vow", "whine",
)  # fmt: skip
# Other verbs of speech: one that is not in the vocabulary waits there until it is used for all alike.
SPEECH = (
    "accuse", "acknowledge", "advise", "affirm", "announce", "answer", "argue", "ask", "assure", "blame", "complain", "condemn", "confirm",
    "criticise", "declare", "demand", "denounce", "deny", "describe", "dismiss", "doubt", "emphasise", "explain", "express", "hint", "imply",
    "note", "object", "promise", "propose", "protest", "reaffirm", "recall", "reject", "remark", "repeat", "reply", "report", "request",
    "respond", "reveal", "say", "state", "stress", "suggest", "tell", "threaten", "underline", "urge", "warn", "welcome", "write",
)  # fmt: skip
IRREGULAR = {"say": ("said",), "tell": ("told",), "write": ("wrote",), "lie": ("lied", "lying")}
# Verbs that are deeds too: they give words only where one of these comes next.
ONLY_BEFORE = {"maintain": {"that"}, "lie": {"about", "that"}, "assure": {"that"}, "state": {"that"}, "acknowledge": {"that"}}
# Between a subject and its verb.
BETWEEN = {
    "also", "again", "already", "always", "both", "first", "had", "has", "have", "later", "never", "next", "now", "often", "once", "only",
    "still", "then", "though", "twice", "would",
}  # fmt: skip
# Those who speak for a state; ``the Russian foreign ministry``, ``Ukraine’s chief negotiator``.
BODIES = {
    "administration", "advisers", "adviser", "aide", "ambassador", "army", "authorities", "chief", "chairman", "commander", "commanders",
    "command", "council", "delegates", "delegation", "delegations", "deputies", "diplomat", "diplomats", "envoy", "envoys", "forces", "government",
    "headquarters", "intelligence", "leader", "leaders", "leadership", "media", "military", "minister", "ministers", "ministries", "ministry",
    "negotiator", "negotiators", "office", "officer", "officers", "official", "officials", "ombudsman", "parliament", "president", "presidency",
    "presidents", "representative", "representatives", "secretary", "service", "side", "spokesman", "spokesmen", "spokesperson", "spokeswoman",
    "staff", "state",
}  # fmt: skip
PRONOUNS = {"he", "she", "they", "it", "who", "both", "sides", "neither"}
PLURAL = {"they", "who", "both", "sides", "ministries", "spokesmen", "media", "forces", "authorities"}  # “both claim”, but no “EU claim”
# After these a name is where something happens or whom it befalls, not who speaks.
PREPOSITIONS = {"about", "across", "against", "at", "by", "from", "in", "inside", "into", "near", "on", "outside", "over", "through", "to", "towards", "under", "with"}


def forms(verb: str) -> set[str]:
    """The forms of a verb: ``deny`` gives denies, denied, denying and itself."""
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        found = {f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    else:
        doubled = {"admit": "t", "brag": "g"}.get(verb, "")
        found = {f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s", f"{stem}{doubled}ed", f"{stem}{doubled}ing"}
    return {verb, *found, *IRREGULAR.get(verb, ())}
