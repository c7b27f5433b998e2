"""What makes a search smaller without changing an answer."""

from __future__ import annotations

from typing import Final, NamedTuple


class Reductions(NamedTuple):
    """The reductions that can be switched off, one by one; `docs/proof.md` says what each does."""

    symbolic: bool = True
    slicing: bool = True
    liveness: bool = True
    lower_bounds: bool = True
    grouping: bool = True


ALL_ON: Final = Reductions()
