"""The keys that are the writer's: capital letters, where the reader's are small."""

from __future__ import annotations

from game.player.screen.commands import Command

EDIT = Command(
    "edit",
    "E",
    "Open what is in view in your editor (VISUAL or EDITOR): the choice under the cursor, or the line at the top",
    "editor",
    "Open in the editor",
)
PROBLEMS = Command(
    "problems", "P", "What is wrong with the story; Enter opens the place in your editor", "problems", "Problems"
)
DESK = Command(
    "desk",
    "W",
    "The writer's panel: beside the page, or over it where there is no room beside",
    "panel",
    "The writer's panel",
)
GO = Command(
    "go", "G", "Play from any scene, ending, line or choice, in a state that can really occur", "play from", "Play from"
)
VALUES = Command("values", "V", "All values where you stand; set one by hand", "values", "Values")
RECORD = Command("record", "R", "Write what you played down as a playthrough", "record", "Record a playthrough")
WRITERS = (EDIT, GO, PROBLEMS, VALUES, RECORD, DESK)
