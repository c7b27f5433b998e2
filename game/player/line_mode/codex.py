"""The codex in lines: which entries there are, and one of them with the others that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.player.line_mode import text as words
from game.player.playthrough.entry_names import EntryNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.engine.sessions.session import Session
    from game.player.line_mode.player import LineMode

READ = "read"
"""What marks all entries as read, typed after `codex`."""


def list_of(mode: LineMode, learned: Sequence[str]) -> str:
    """The entries that can be read, numbered, and which of them are new."""
    new = mode.store.new_in_codex(learned)
    return words.numbered(
        mode.program.codex[entry].title + (" (new)" if entry in new else "") for entry in mode.store.codex(learned)
    )


def say_entry(mode: LineMode, entry: str, session: Session, learned: Sequence[str]) -> None:
    """Say an entry and which others it names; it counts as read."""
    program = mode.program
    blocks = session.telling.codex(entry)
    mentions, known = EntryNames(program, mode.store.codex(learned)), {entry}
    named = [one.entry for block in blocks for one in mentions.find(block.text, known=known)]
    mode.voice.say(program.codex[entry].title, *(words.block_line(one, program) for one in blocks))
    if named:
        mode.voice.say(f"See also: {', '.join(program.codex[one].title for one in named)}.")
    mode.store.codex_read(entry)


def obey(mode: LineMode, rest: str) -> None:
    """The command during play: `codex`, `codex NAME`, `codex read`."""
    learned = mode.session.learned
    entries = mode.store.codex(learned)
    if not rest:
        listed = list_of(mode, learned)
        mode.voice.say(listed, "Type codex and a number or a title." if listed else "Nothing has come up yet.")
        return
    if rest.casefold() == READ:
        mode.store.codex_read(*mode.store.new_in_codex(learned))
        mode.voice.say("All entries are marked as read.")
        return
    found = words.find_label(rest, [mode.program.codex[entry].title for entry in entries], inside=True)
    if isinstance(found, int):
        say_entry(mode, entries[found], mode.session, learned)
    else:
        mode.voice.say(found or f"The codex has no entry {rest}.")
