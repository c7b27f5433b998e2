"""What other tools call the keys and types of a story, and lists written as something else."""

from __future__ import annotations

from typing import Final

from game.language.nodes import Mapping, Node, Scalar, Sequence
from game.language.text.identifiers import any_script

OTHER_STORY_KEYS: Final = {
    "id": "story", "name": "title", "begin": "start", "first": "start", "entry": "start", "files": "include", "import": "include", "imports": "include",
    "authors": "author", "by": "author", "tagline": "premise", "hook": "premise", "logline": "premise", "pictures": "picture", "image": "picture", "cover": "picture",
    "title-picture": "picture", "art": "picture", "intro": "about", "description": "about", "blurb": "about", "characters": "cast", "actors": "cast",
    "people": "cast", "speakers": "cast", "locations": "places", "rooms": "scenes", "knots": "scenes", "nodes": "scenes", "passages": "scenes",
    "story_nodes": "scenes", "vars": "variables", "flags": "variables", "inventory": "sets", "inventories": "sets", "things": "sets", "items": "sets", "state": "variables", "stats": "variables", "glossary": "codex",
    "lore": "codex", "questions": "setup", "invariants": "always", "every-choice": "each-choice", "each_choice": "each-choice", "always-do": "each-choice", "promises": "always", "texts": "phrases", "snippets": "phrases",
}  # fmt: skip
"""What other tools call the keys of a story."""
OTHER_CHAPTER_KEYS: Final = {
    "name": "title", "order": "number", "no": "number", "about": "line", "subtitle": "line", "epigraph": "line", "motto": "line", "text": "line",
}  # fmt: skip
"""What others may call the keys of a chapter."""
OTHER_SCENE_KEYS: Final = {
    "steps": "body", "content": "body", "lines": "body", "then": "body", "prose": "text", "dialogue": "talk", "dialog": "talk", "speech": "talk",
    "name": "title", "location": "place", "condition": "when", "tag": "tags", "options": "choices", "menu": "choices", "next": "goto", "jump": "goto", "divert": "goto", "target": "goto", "to": "goto",
    "link": "goto", "end": "ending", "effect": "do", "effects": "do", "set": "do",
}  # fmt: skip
OTHER_CHOICE_KEYS: Final = {
    "label": "choice", "option": "choice", "title": "choice", "name": "choice", "body": "then", "steps": "then", "content": "then",
    "prose": "text", "dialogue": "talk", "dialog": "talk", "speech": "talk", "condition": "if", "when": "if", "cond": "if", "visible": "if", "show": "if", "requires": "needs", "require": "needs",
    "enabled": "needs", "disabled": "reason", "why": "reason", "effect": "do", "effects": "do", "set": "do", "change": "do", "next": "goto",
    "target": "goto", "to": "goto", "link": "goto", "jump": "goto", "scene": "goto", "end": "ending", "default": "fallback", "else": "fallback",
}  # fmt: skip
"""What other tools call the keys of a choice."""
OTHER_FLAT_KEYS: Final = {
    "body": "then", "steps": "then", "content": "then", "prose": "text", "dialogue": "talk", "dialog": "talk", "speech": "talk", "effect": "do",
    "effects": "do", "set": "do", "next": "goto", "jump": "goto", "divert": "goto", "target": "goto", "to": "goto", "link": "goto", "end": "ending",
    "options": "choices", "menu": "choices",
}  # fmt: skip
"""What other tools call the keys that hold steps."""
OTHER_VARIABLE_KEYS: Final = {
    "default": "start", "initial": "start", "value": "start", "minimum": "min", "maximum": "max", "low": "min", "high": "max", "options": "values",
    "choices": "values", "kind": "type", "name": "label", "title": "label", "names": "words", "labels": "words", "show": "as", "display": "as",
    "description": "about", "help": "about", "note": "about", "good": "better", "direction": "better",
    "for": "of", "members": "of", "who": "of",
}  # fmt: skip
"""What other tools call the keys of a variable."""
OTHER_TYPES: Final = {
    "boolean": "write bool",
    "flag": "write bool",
    "integer": "write int, with min and max",
    "number": "write int, with min and max",
    "float": "only whole numbers are there: int, with min and max",
    "string": "write text; for a choice between words, enum",
    "str": "write text; for a choice between words, enum",
    "list": "several yes-or-no things are several bools, or a group",
}


def named(node: Node, kind: str, *, flow: bool) -> str:
    """How a list that should be `name: value` lines is written so, in its own words; "" where that cannot be told."""
    if isinstance(node, Sequence):
        first = node.items[0] if node.items else None
        if isinstance(first, Mapping) and len(first.entries) == 1:
            key, value = first.entries[0]
            return f"leave the dashes out:  {key.text}: {value.text[:40] if isinstance(value, Scalar) else '…'}"
        if flow and all(isinstance(one, Scalar) for one in node.items):
            names = [one.text for one in node.items if isinstance(one, Scalar)][:8]
            said = ", ".join(f"{name}: {'bool' if kind == 'variable' else name.capitalize()}" for name in names)
            return f"give each a value:  {{{said}}}"
    elif (
        isinstance(node, Scalar)
        and kind == "variable"
        and (found := any_script(r"(\w+)\s*=\s*(\w+)").fullmatch(node.text))
    ):
        number = found[2].isdigit()
        typed = f"int, min: 0, max: 10, start: {found[2]}" if number else f"bool, start: {found[2].lower()}"
        return f"write them like this:  {found[1]}: {{type: {typed}}}"
    return ""
