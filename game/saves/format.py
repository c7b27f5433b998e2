"""A save as text: one JSON document that is a scripted playthrough too, read strictly and never trusted.

JSON because a reader of it can run nothing and a reader of YAML reads it as well. Files and slots are
elsewhere (`disk`, `slots`); what a save means to a story is `restore`'s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn, TypedDict, cast

from game import __version__
from game.engine.sessions.anchor import Anchor
from game.saves.errors import SaveError
from game.saves.fields import FIELDS, TEXT, VALUES, Record, check, clean

FORMAT = 3  # what is written
LEAST = 1  # the oldest reader that understands what is written
LARGEST = 8_000_000  # bytes

_ENGINE = f"hambies {__version__}"
_DIGITS = 40

Migration = Callable[[Record], Record]


class Saved(TypedDict):
    """What a list of saves shows of one."""

    name: str
    when: str
    chapter: str
    place: str
    scene: str
    seconds: int
    last: str


class SaveRecord(TypedDict):
    """A save as its file has it, once every field has been looked at (`fields.check`)."""

    format: int
    least: int
    engine: str
    playthrough: str
    saved: Saved
    story: str
    story_digest: str
    seed: int
    setup: Mapping[str, str]
    steps: list[str]
    expect: Mapping[str, str]
    learned: list[str]
    snapshot: Mapping[str, object]
    starts: Mapping[str, object]
    around: list[list[list[str]]]


# From a format to the next one. A migration gets a record of its own to change and gives it back.
MIGRATIONS: Mapping[int, Migration] = {
    1: lambda record: {
        **record,
        "starts": {},
    },  # what the snapshot left out has the start of whatever story it is loaded in
    2: lambda record: {**record, "around": []},  # the place is known by its first choice alone
}


@dataclass(frozen=True, slots=True)
class Playthrough:
    """One game as played so far, in values.

    `story` and `digest` say of what, `seed`, `setup` and `steps` (ids of choices) how it came about, `snapshot` and
    `learned` where it stands, and `starts` the values that the snapshot leaves out because the variables stand at their
    start: the story may have others by the time it is loaded. `around` is what stands around the place. `id` tells it from other playthroughs of the same story. The others are for people:
    `scene` is the scene's id, `title` its name, `seconds` the time played, `last` the last line read.
    """

    story: str
    digest: str
    seed: int
    setup: Mapping[str, str]
    steps: tuple[str, ...]
    snapshot: Mapping[str, object]
    learned: tuple[str, ...]
    id: str
    starts: Mapping[str, object] = field(default_factory=dict)
    around: tuple[Anchor, ...] = ()
    scene: str = ""
    ending: str = ""
    title: str = ""
    chapter: str = ""
    place: str = ""
    seconds: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True)
class Save:
    """A playthrough as it stands in a file: under which name, since when, and who wrote it."""

    playthrough: Playthrough
    name: str = ""
    when: str = ""
    engine: str = field(default=_ENGINE, compare=False)
    format: int = field(default=FORMAT, compare=False)


def now() -> str:
    """The present moment as a save says it."""
    return moment(datetime.now(UTC).timestamp())


def moment(seconds: float) -> str:
    """Seconds since 1970 as a save says it: UTC, to the microsecond, in an order that sorting keeps."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def encode(save: Save) -> bytes:
    """The bytes of a save's file.

    Raises:
        SaveError: the playthrough is larger than a save may be, or holds what no save holds.
    """
    play = save.playthrough
    record: SaveRecord = {
        "format": FORMAT,
        "least": LEAST,
        "engine": _ENGINE,
        "playthrough": play.id,
        "saved": {
            "name": clean(save.name),
            "when": save.when or now(),
            "chapter": clean(play.chapter),
            "place": clean(play.place),
            "scene": clean(play.title),
            "seconds": play.seconds,
            "last": clean(play.last),
        },
        "story": play.story,
        "story_digest": play.digest,
        "seed": play.seed,
        "setup": {name: clean(value, TEXT) for name, value in play.setup.items()},
        "steps": list(play.steps),
        "expect": {"ending": play.ending} if play.ending else {"scene": play.scene} if play.scene else {},
        "learned": list(play.learned),
        "snapshot": play.snapshot,
        "starts": play.starts,
        "around": [one.written() for one in play.around],
    }
    check(record)
    content = _layout({**record, "checksum": _checksum(record)}).encode()
    if len(content) > LARGEST:
        raise SaveError(f"The playthrough is too long: a save holds {LARGEST // 1_000_000} MB.", "disk")
    return content


def decode(content: bytes) -> Save:
    """The save that a file's bytes hold.

    Raises:
        SaveError: "damaged", "foreign" or "newer", with the reason.
    """
    try:
        record = _record(content)
        found = _version(record)
        stated = record.pop("checksum", None)
        if stated is None:
            raise SaveError("It has no checksum: it is not a save, or a part of it is missing.", "foreign")
        if stated != _checksum(record):
            raise SaveError("Its checksum is wrong: something changed it after it was saved.")
    except RecursionError as error:
        raise SaveError("It is nested deeper than a save can be.", "foreign") from error
    record = migrate(record, found)
    if found > FORMAT:  # a newer game says that this one can read it: what it does not know is not needed
        record = {key: value for key, value in record.items() if key in FIELDS}
    check(record)
    whole = cast("SaveRecord", record)
    expect, saved = whole["expect"], whole["saved"]
    return Save(
        Playthrough(
            story=whole["story"],
            digest=whole["story_digest"],
            seed=whole["seed"],
            setup=whole["setup"],
            steps=tuple(whole["steps"]),
            snapshot=whole["snapshot"],
            starts=whole["starts"],
            around=tuple(Anchor.read(one) for one in whole["around"]),
            learned=tuple(whole["learned"]),
            id=whole["playthrough"],
            scene=expect.get("scene", ""),
            ending=expect.get("ending", ""),
            title=saved["scene"],
            chapter=saved["chapter"],
            place=saved["place"],
            seconds=saved["seconds"],
            last=saved["last"],
        ),
        name=saved["name"],
        when=saved["when"],
        engine=whole["engine"],
        format=found,
    )


def migrate(record: Record, found: int, table: Mapping[int, Migration] = MIGRATIONS, to: int = FORMAT) -> Record:
    """The record of an older format as one of format `to`, by way of each format between.

    Raises:
        SaveError: this version has no way from there.
    """
    for version in range(found, to):
        if version not in table:
            raise SaveError(f"It has save format {found}, which this version of the game no longer reads.", "newer")
        record = table[version](record)
    return record


def _record(content: bytes) -> Record:
    if len(content) > LARGEST:
        raise SaveError(f"It is larger than {LARGEST // 1_000_000} MB.", "foreign")
    # Millions of empty lists in a few bytes each would be hundreds of megabytes once they are lists.
    if content.count(b"[") + content.count(b"{") > VALUES or content.count(b",") > 4 * VALUES:
        raise SaveError("It holds more values than a save can.", "foreign")
    try:
        record = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except UnicodeDecodeError as error:
        raise SaveError(f"It is not text: byte {error.start + 1} is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise SaveError(f"It breaks off or is not a save: line {error.lineno}, column {error.colno}.") from error
    if not isinstance(record, dict):
        raise SaveError("It is not a save.", "foreign")
    return record


def _object(pairs: list[tuple[str, object]]) -> Record:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise SaveError("It says the same thing twice: a key stands there more than once.", "foreign")
    return record


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise SaveError("A number in it is too long.", "foreign")
    return int(text)


def _refuse(text: str) -> NoReturn:
    raise SaveError(f"{clean(text, 20)} is no number that a save can hold.", "foreign")


def _version(record: Record) -> int:
    found, least = record.get("format"), record.get("least")
    if type(found) is not int or type(least) is not int or not 0 < least <= found:
        what = (
            "It is a scripted playthrough, not a save: it has no 'format'."
            if "steps" in record
            else "It is not a save."
        )
        raise SaveError(what, "foreign")
    if least > FORMAT:
        raise SaveError(
            f"A newer version of the game saved it (save format {found}; this one reads {FORMAT}).", "newer"
        )
    return found


def _checksum(record: Mapping[str, object]) -> str:
    from hashlib import sha256

    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(canonical.encode()).hexdigest()


def _layout(record: Mapping[str, object]) -> str:
    """One line for each field and each step, so that a difference between two saves can be read."""
    lines = []
    for key, value in record.items():
        if key == "steps" and value:
            # The encoder in C puts each step on its own line if it is told that this is how items are separated.
            text = json.dumps(value, ensure_ascii=False, separators=(",\n    ", ": "))
            text = f"[\n    {text[1:-1]}\n  ]"
        else:
            text = json.dumps(value, ensure_ascii=False)
        lines.append(f'  "{key}": {text}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
