"""The shapes of a story file as a JSON Schema, by which any editor with a YAML server completes, explains and underlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

from game.language.schema.shapes.shape import Either, Form, Keyed, Listed, Ref, Shape, Single
from game.language.schema.shapes.steps import DEFINED
from game.language.schema.shapes.top import FILE, REQUIRED

SchemaPart: TypeAlias = "str | int | bool | list[SchemaPart] | Mapping[str, SchemaPart]"

_ANY_TEXT: Final[dict[str, SchemaPart]] = {"type": ["string", "number", "boolean", "null"]}
"""Every value is read as text here, also what YAML takes for a number, a yes or nothing."""


def json_schema() -> dict[str, SchemaPart]:
    """The schema of a story's files: the main one, and those that it includes."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A story for hambies",
        "description": "A file of a story: the main one (story.yaml), or one that it includes.",
        **_shape(FILE),
        "dependencies": {REQUIRED[0]: list(REQUIRED[1:])},
        "definitions": {name: _schema(value) for name, value in DEFINED.items()},
    }


def _schema(value: Form) -> dict[str, SchemaPart]:
    if isinstance(value, Ref):
        return {"$ref": f"#/definitions/{value.name}"}
    if isinstance(value, Shape):
        return _shape(value)
    if isinstance(value, Either):
        return {"anyOf": [_schema(one) for one in value.ways]}
    if isinstance(value, Listed):
        listed: dict[str, SchemaPart] = {"type": "array", "items": _schema(value.item)}
        return {"anyOf": [_schema(value.item), listed]} if value.alone else listed
    if isinstance(value, Keyed):
        return _keyed(value)
    return _single(value)


def _single(value: Single) -> dict[str, SchemaPart]:
    if value.kind == "flag":
        return {"type": "boolean"}
    if value.kind == "number":
        return {"type": "integer", "minimum": value.low, "maximum": value.high}
    if value.words and not value.named:
        return {
            "enum": list(value.words),
            "description": "\n".join(f"{word}: {value.words[word]}" for word in value.words),
        }
    return dict(_ANY_TEXT)


def _keyed(value: Keyed) -> dict[str, SchemaPart]:
    # What nothing stands in yet is no mistake: YAML has null there.
    inner = _schema(value.form)
    if not value.one:
        return {"type": ["object", "null"], "additionalProperties": inner}
    names: list[SchemaPart] = [*sorted(value.never)]
    never: dict[str, SchemaPart] = {"propertyNames": {"not": {"enum": names}}} if names else {}
    return {"type": "object", "additionalProperties": inner, "minProperties": 1, "maxProperties": 1, **never}


def _shape(shape: Shape) -> dict[str, SchemaPart]:
    keys: dict[str, SchemaPart] = {word: _told(_schema(key.form), key.about) for word, key in shape.keys.items()}
    alone: list[SchemaPart] = [group[0] for group in shape.needs if len(group) == 1]
    several: list[SchemaPart] = [
        {"anyOf": [_required(one) for one in group]} for group in shape.needs if len(group) > 1
    ]
    return {
        "type": "object",
        "properties": keys,
        "additionalProperties": False,
        **({"required": alone} if alone else {}),
        **({"allOf": several} if several else {}),
    }


def _told(schema: dict[str, SchemaPart], about: str) -> dict[str, SchemaPart]:
    """A schema with what it means; one by its name stands a level lower, since nothing beside a `$ref` counts."""
    if "$ref" in schema:
        return {"description": about, "allOf": [schema]}
    more = schema.get("description")
    return {**schema, "description": f"{about}\n{more}" if more else about}


def _required(word: str) -> SchemaPart:
    return {"required": [word]}
