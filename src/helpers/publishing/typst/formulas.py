"""Simple LaTeX formulas as Typst math: letters, digits, signs and a few commands; the rest is refused."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|[A-Za-z]|\s+|.")
_COMMANDS = {
    "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!=", "times": "times", "cdot": "dot.op",
    "pm": "plus.minus", "approx": "approx", "infty": "infinity", "sum": "sum", "prod": "product", "in": "in", "to": "->",
    "log": "log", "ln": "ln", "exp": "exp", "max": "max", "min": "min", "Delta": "Delta", "Sigma": "Sigma", "Omega": "Omega",
    "hat": "hat", "bar": "macron", "sqrt": "sqrt", "dots": "dots", "ldots": "dots", "mid": "|", "quad": "quad",
}  # fmt: skip
_GREEK = "alpha beta gamma delta epsilon theta kappa lambda mu nu pi rho sigma tau phi chi psi omega".split()
_ARGUMENTS = {"hat": 1, "bar": 1, "sqrt": 1}
_PLAIN = set("+-=<>.,()!:|/*'")


def typst(source: str) -> str:
    """A simple LaTeX formula as the inside of a Typst equation.

    Raises:
        ValueError: something in it is not simple; says what.
    """
    tokens = _TOKEN.findall(source.strip())
    parts: list[str] = []
    while tokens:
        parts.append(_one(tokens))
    return " ".join(filter(None, parts))


def _one(tokens: list[str]) -> str:
    token = tokens.pop(0)
    if token.isspace():
        return ""
    if token == "{":
        parts = []
        while tokens and tokens[0] != "}":
            parts.append(_one(tokens))
        if not tokens:
            raise ValueError("a brace is not closed")
        tokens.pop(0)
        return " ".join(filter(None, parts)) or '""'
    if token in ("^", "_"):
        if not tokens:
            raise ValueError(f"nothing follows {token}")
        return f"{token}({_one(tokens)})"
    if token == "\\frac":
        if len(tokens) < 2:
            raise ValueError("a fraction needs two parts")
        return f"frac({_one(tokens)}, {_one(tokens)})"
    if token in ("\\text", "\\mathrm", "\\operatorname") and tokens[:1] == ["{"]:
        end = tokens.index("}") if "}" in tokens else len(tokens)
        words = "".join(tokens[1:end])
        del tokens[: end + 1]
        return '"' + words.replace("\\", "").replace('"', "") + '"'
    if token.startswith("\\"):
        name = token[1:]
        if name in (",", ";", " ", "!"):
            return "thin"
        if name in ("%", "$", "&", "#", "_"):
            return f'"{name}"'
        if name in _GREEK:
            return name
        if name not in _COMMANDS:
            raise ValueError(f"{token} is not known")
        if _ARGUMENTS.get(name):
            return f"{_COMMANDS[name]}({_one(tokens)})" if tokens else ""
        return _COMMANDS[name]
    if token[0].isalnum() and token.isascii():
        return token
    if token in _PLAIN:
        return {"/": "\\/", "*": "ast.op", "'": "prime", ",": "\\,", "(": "\\(", ")": "\\)"}.get(token, token)
    raise ValueError(f"{token} is not known")
