"""Diagnostics as SARIF 2.1.0 (OASIS, 2020), the form in which code hosts and editors take what a checker found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from game.language.diagnostics.diagnostic import Diagnostic
from game.language.diagnostics.safe_json import to_json
from game.language.text.cleaning import clean, clean_line

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(diagnostics: Iterable[Diagnostic], titles: Mapping[str, str], version: str) -> str:
    """One log of one run, with a line end; `titles` say what each code means, `version` is that of the game."""
    found = list(diagnostics)
    codes = sorted({one.code for one in found})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": titles.get(code) or code},
            "help": {"text": f"hambies explain {code} says more, with an example."},
        }
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "hambies", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code)) for one in found],
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _result(one: Diagnostic, rule: int) -> dict[str, object]:
    words = " ".join(_sentence(clean(part)) for part in (one.message, one.hint) if part)
    result: dict[str, object] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": words},
        "locations": [{"physicalLocation": _place(one.file, one.line, one.column, one.length)}],
    }
    if one.related:
        result["relatedLocations"] = [
            {"physicalLocation": _place(other.file, other.line, other.column, 1), "message": {"text": "first here"}}
            for other in one.related
        ]
    return result


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', '!')) else '.'}"


def _place(file: str, line: int, column: int, length: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column, "endColumn": column + length}
    path = PurePath(clean_line(file))
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {"artifactLocation": {"uri": uri}, "region": region}
