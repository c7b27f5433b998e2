"""All commands: a table of names, what the help says of them, and modules. A module offers `add_arguments(parser)` and `run(args) -> int`."""

from __future__ import annotations

from typing import Final, NamedTuple


class Subcommand(NamedTuple):
    """A command: its name, its line in the help, and the module that holds it."""

    name: str
    line: str
    module: str


COMMANDS: Final = (
    Subcommand("play", "play a story: the one that ships, or any folder or file", "game.commands.playing.play"),
    Subcommand("serve", "play in a browser: this machine's, or others' if told so", "game.commands.playing.serve"),
    Subcommand("new", "begin a story: a small one, ready to be played and written on", "game.commands.writing.new"),
    Subcommand("write", "write a story with its page beside you, as it is played", "game.commands.writing.write"),
    Subcommand("check", "look for everything wrong in a story without playing it", "game.commands.inspecting.check"),
    Subcommand("replay", "run scripted playthroughs, and say which no longer hold", "game.replay.command"),
    Subcommand(
        "random", "play a story at random, many times, and report what happens", "game.replay.random_play.command"
    ),
    Subcommand(
        "prove", "find out what a story can and cannot do, over all playthroughs", "game.commands.proving.prove"
    ),
    Subcommand("ask", "ask whether something can ever be so in a story", "game.commands.proving.ask"),
    Subcommand(
        "explain",
        "say what an error or a warning means, or show a page of the documents",
        "game.commands.inspecting.explain",
    ),
    Subcommand("rename", "give something in a story another name, in all its files", "game.commands.writing.rename"),
    Subcommand("where-used", "find every place where a story uses a name", "game.commands.inspecting.where_used"),
    Subcommand("ids", "give choices and lines ids that last, before a release", "game.commands.writing.ids"),
    Subcommand(
        "diff", "say what an edit of a story means: what it opens, closes and breaks", "game.commands.inspecting.diff"
    ),
    Subcommand("map", "show the scenes of a story and the ways between them", "game.commands.inspecting.map"),
    Subcommand(
        "stats", "measure a story: words written and read, idle choices, worn words", "game.commands.inspecting.stats"
    ),
    Subcommand(
        "premise",
        "tell what testers answered to the question that a story asks in play",
        "game.commands.inspecting.premise",
    ),
    Subcommand(
        "export", "write what you played as a log, or a story's text as a proof copy", "game.commands.playing.export"
    ),
    Subcommand("completion", "write what completes commands and options in a shell", "game.commands.completion"),
    Subcommand("where", "show where stories, saves and settings are", "game.commands.where"),
    Subcommand("lsp", "serve an editor: diagnostics, completion, definitions, rename", "game.commands.writing.lsp"),
    Subcommand("schema", "print the JSON Schema of story files, for editors", "game.commands.inspecting.schema"),
    Subcommand("fmt", "write the files of a story in one layout", "game.commands.writing.fmt"),
)
