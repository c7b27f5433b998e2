"""What an editor can say and ask: each message of the protocol, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from game.system.files import real
from game.writer.server.answers.colouring import LEGEND, colours
from game.writer.server.answers.completing import completions
from game.writer.server.answers.explaining import hover
from game.writer.server.answers.mending import fixes
from game.writer.server.answers.outline import folds, named, symbols
from game.writer.server.answers.renaming import CannotRename, can_rename, rename
from game.writer.server.catalogue import Catalogue
from game.writer.server.finding import definitions, highlights, references
from game.writer.server.proved import KeptProof
from game.writer.server.server import Pace, StoryServer
from game.writer.server.stories import path_of

_TRIGGERS: Final = [".", " ", ":", "{", "(", ">", "[", "-"]
_WATCHED: Final = ("**/*.yaml", "**/*.yml")
_UNITS: Final = {"utf-8": "utf-8", "utf-32": "utf-32"}


def make_server(pace: Pace = Pace(), kept: KeptProof | None = None) -> StoryServer:  # noqa: B008 - a value
    """A server that answers; it still has to be started. `kept` says where proofs are."""
    server = StoryServer(pace, kept)
    for name, answer, options in FEATURES:
        server.feature(name, options)(answer)
    return server


# what an editor says


def begin(ls: StoryServer, params: types.InitializeParams) -> None:
    """An editor is there, with these folders."""
    chosen = ls.workspace.position_encoding
    ls.desk.encoding = _UNITS.get(str(getattr(chosen, "value", chosen)), "utf-16")  # type: ignore[assignment]  # one of the three
    folders = [one.uri for one in params.workspace_folders or ()] or ([params.root_uri] if params.root_uri else [])
    ls.desk.folders = [real(path) for uri in folders if (path := path_of(uri)) is not None]


def begun(ls: StoryServer, _params: types.InitializedParams) -> None:
    """The editor has heard what is answered: it is asked to tell of files that change on the disk."""
    workspace = ls.client_capabilities.workspace
    watched = workspace.did_change_watched_files if workspace is not None else None
    if watched is not None and watched.dynamic_registration:
        wanted = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob) for glob in _WATCHED])
        name = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(types.RegistrationParams([types.Registration("files", name, wanted)]))


def opened(ls: StoryServer, params: types.DidOpenTextDocumentParams) -> None:
    """A text is open from now on."""
    document = params.text_document
    if (path := path_of(document.uri)) is not None:
        ls.desk.open(path, document.text, document.version)
        ls.changed(path)


def edited(ls: StoryServer, params: types.DidChangeTextDocumentParams) -> None:
    """A text that is open is another now: all of it is sent."""
    path = path_of(params.text_document.uri)
    whole = [one.text for one in params.content_changes if not hasattr(one, "range")]
    if path is not None and whole and real(path) in ls.desk.texts:
        ls.desk.open(path, whole[-1], params.text_document.version)
        ls.changed(path)


def saved(ls: StoryServer, params: types.DidSaveTextDocumentParams) -> None:
    """A text is on the disk."""
    if (path := path_of(params.text_document.uri)) is not None:
        ls.changed(path)


def closed(ls: StoryServer, params: types.DidCloseTextDocumentParams) -> None:
    """A text is as it is on the disk from now on."""
    if (path := path_of(params.text_document.uri)) is not None:
        ls.desk.close(path)
        ls.changed(path)


def on_disk(ls: StoryServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Files on the disk have changed."""
    for one in params.changes:
        if (path := path_of(one.uri)) is not None:
            ls.changed(path)


def end(ls: StoryServer, _params: None) -> None:
    """Nothing more is asked."""
    ls.stop()


# what an editor asks


def completion(ls: StoryServer, params: types.CompletionParams) -> types.CompletionList | None:
    """What can be written here."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return None if cursor is None else completions(cursor)


def hovering(ls: StoryServer, params: types.HoverParams) -> types.Hover | None:
    """What stands here, in words."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return None if cursor is None else hover(cursor)


def definition(ls: StoryServer, params: types.DefinitionParams) -> list[types.Location]:
    """Where what stands here is declared."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return [] if cursor is None else definitions(cursor)


def referring(ls: StoryServer, params: types.ReferenceParams) -> list[types.Location]:
    """Where else it stands."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return [] if cursor is None else references(cursor, declared=params.context.include_declaration)


def highlight(ls: StoryServer, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
    """Where else it stands in this text."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return [] if cursor is None else highlights(cursor)


def prepare_rename(ls: StoryServer, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """Whether it can have another name."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    return None if cursor is None else can_rename(cursor)


async def renaming(ls: StoryServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Another name for it; other questions are answered meanwhile."""
    cursor = ls.cursor(params.text_document.uri, params.position)
    if cursor is None:
        return None
    try:
        return await ls.aside(lambda: rename(cursor, params.new_name))
    except CannotRename as stop:
        wrong = next((one for one in stop.loaded.diagnostics if one.severity == "error"), None) if stop.loaded else None
        raise JsonRpcInvalidParams(message=f"{stop}" + (f": {wrong.message}" if wrong else "")) from None


def mend(ls: StoryServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What mends it."""
    wanted = params.context.only
    cursor = ls.cursor(params.text_document.uri, params.range.start)
    if cursor is None or (wanted and not any("quickfix".startswith(getattr(one, "value", one)) for one in wanted)):
        return []
    return fixes(ls.desk, cursor.story, cursor.text, params.range)


def outline(ls: StoryServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    """What a text holds."""
    cursor = ls.cursor(params.text_document.uri, types.Position(0, 0))
    return [] if cursor is None else symbols(ls.desk.reading(cursor.text))


def search(ls: StoryServer, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
    """What is called so, in all stories that are open."""
    return named(ls.desk, params.query)


def folding(ls: StoryServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """What can be folded."""
    cursor = ls.cursor(params.text_document.uri, types.Position(0, 0))
    return [] if cursor is None else folds(cursor.text)


def colour(ls: StoryServer, params: types.SemanticTokensParams) -> types.SemanticTokens:
    """Conditions and markup, coloured."""
    cursor = ls.cursor(params.text_document.uri, types.Position(0, 0))
    if cursor is None:
        return types.SemanticTokens([])
    version = cursor.story.version
    known = version.catalogue if version is not None else Catalogue(None, None)
    return colours(ls.desk.reading(cursor.text), known)


_Feature: TypeAlias = "tuple[str, Callable[..., object], object]"
FEATURES: Final[tuple[_Feature, ...]] = (
    (types.INITIALIZE, begin, None),
    (types.INITIALIZED, begun, None),
    (types.TEXT_DOCUMENT_DID_OPEN, opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, edited, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, closed, None),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, on_disk, None),
    (types.SHUTDOWN, end, None),
    (types.TEXT_DOCUMENT_COMPLETION, completion, types.CompletionOptions(trigger_characters=_TRIGGERS)),
    (types.TEXT_DOCUMENT_HOVER, hovering, None),
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, referring, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlight, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, renaming, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_CODE_ACTION, mend, types.CodeActionOptions([types.CodeActionKind.QuickFix])),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, outline, None),
    (types.WORKSPACE_SYMBOL, search, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, folding, None),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, colour, LEGEND),
)
"""Each message by its name, with its function and what is said of it when the editor comes."""
