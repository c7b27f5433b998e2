"""The JSON Schema says of a story's keys what the reader says: both take them from one table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeAlias

import pytest
from jsonschema import Draft7Validator
from jsonschema.protocols import Validator

from game.language.nodes import Mapping, Node, Scalar
from game.language.nodes import Sequence as NodeList
from game.language.yaml.reader import read_bytes
from game.program.load import load
from tests.door import run_here
from tests.language import error_pages
from tests.language.mistakes import mistakes

ROOT = Path(__file__).resolve().parents[2]
PAGES = [page for page in map(error_pages.read, error_pages.paths()) if page.runnable]
Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    folder = tmp_path_factory.mktemp("schema")
    ran = run_here("schema", folder=folder, home=folder)
    known = json.loads(ran.out)
    Draft7Validator.check_schema(known)
    return Draft7Validator(known)


def as_yaml_has_it(node: Node) -> Plain:
    """A tree with the types that YAML 1.2 gives to what stands without quotes, as editors' servers read it."""
    if isinstance(node, Mapping):
        return {key.text: as_yaml_has_it(value) for key, value in node.entries}
    if isinstance(node, NodeList):
        return [as_yaml_has_it(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.style != "plain":
        return node.text
    if node.text in ("", "~", "null", "true", "false"):
        return {"true": True, "false": False}.get(node.text)
    for number in (int, float):
        try:
            return number(node.text)
        except ValueError:
            continue
    return node.text


def refused(schema: Validator, raw: bytes) -> list[str]:
    """What the schema says against a file."""
    document = read_bytes(raw, "a file")
    assert document.root is not None
    return [
        f"{list(one.absolute_path)}: {one.message[:200]}" for one in schema.iter_errors(as_yaml_has_it(document.root))
    ]


def story_files(main: Path) -> list[Path]:
    """A story's main file, and those that it includes."""
    root = read_bytes(main.read_bytes(), "a file").root
    assert isinstance(root, Mapping)
    include = root.get("include")
    patterns = [one.text for one in include.items if isinstance(one, Scalar)] if isinstance(include, NodeList) else []
    return [main, *(path for pattern in patterns for path in sorted(main.parent.glob(pattern)))]


def test_the_story_that_ships_and_the_examples_are_valid(schema: Validator) -> None:
    examples = [path for path in (ROOT / "docs" / "examples").glob("**/*.yaml") if not path.name.endswith(".play.yaml")]
    files = [*examples, *story_files(ROOT / "story" / "story.yaml")]
    assert len(files) > 70
    for path in files:
        assert not refused(schema, path.read_bytes()), path


def test_what_the_reader_takes_is_valid(schema: Validator, tmp_path: Path) -> None:
    """The right examples of all pages, and every mistake of which only a warning is said."""
    stories = [(page.code, page.right) for page in PAGES]
    stories += [(one.name, {name: text.encode() for name, text in one.files.items()}) for one in mistakes()]
    for number, (name, files) in enumerate(stories):
        folder = tmp_path / str(number)
        for file, raw in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(raw)
        if any(one.severity == "error" for one in load(folder, cache=False).diagnostics):
            continue
        for file, raw in files.items():
            assert not file.endswith(".yaml") or not refused(schema, raw), (name, file)


def test_what_the_reader_has_no_key_for_is_refused(schema: Validator) -> None:
    page = next(page for page in PAGES if page.code == "E101")
    assert any(refused(schema, raw) for raw in page.wrong.values())
    wrong = [one for one in mistakes() if one.code == "E101" and len(one.files) == 1]
    assert len(wrong) > 5
    taken = [one.name for one in wrong if not refused(schema, next(iter(one.files.values())).encode())]
    assert not taken
