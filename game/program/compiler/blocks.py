"""Blocks while a scene is compiled, and the shape they are left in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from game.program import model
from game.program.graph.exits import targets
from game.program.model import Op, Target


class OpenBlock:
    """A block being filled."""

    __slots__ = ("exit", "ops")

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.exit: model.Exit | None = None


def finished(blocks: Sequence[OpenBlock], entries: Sequence[int]) -> tuple[list[int], list[model.BasicBlock]]:
    """The entries and the blocks of a whole scene.

    Jumps through empty blocks are shortened, and blocks that nothing reaches are left out; the first of all is where the scene begins.
    """
    built = _as_they_are(blocks) if len(entries) == 1 else None
    if built is not None:
        return [0], built

    known: dict[int, Target] = {}

    def forward(target: Target) -> Target:
        """Where an empty block leads, and each one it leads to."""
        passed: list[int] = []
        while isinstance(target, int):
            if target in known:
                target = known[target]
                break
            block = blocks[target]
            if block.ops or not isinstance(block.exit, model.Jump):
                break
            known[target] = target  # for a circle of empty blocks
            passed.append(target)
            target = block.exit.target
        for one in passed:
            known[one] = target
        return target

    order: dict[int, int] = {}
    exits: list[model.Exit] = []
    queue = [one for one in entries if one >= 0]
    for index in queue:
        if index in order:
            continue
        order[index] = len(order)
        exit_ = blocks[index].exit
        assert exit_ is not None
        exits.append(exit_)
        queue += [one for target in targets(exit_) if isinstance(one := forward(target), int)]

    def placed(target: Target) -> Target:
        target = forward(target)
        return order[target] if isinstance(target, int) else target

    built = [
        model.BasicBlock(blocks[index].ops, _retargeted(exit_, placed))
        for index, exit_ in zip(order, exits, strict=True)
    ]
    return [order.get(one, 0) for one in entries], built


def _as_they_are(blocks: Sequence[OpenBlock]) -> list[model.BasicBlock] | None:
    """The blocks of a scene in which there is nothing to shorten, to leave out or to move; most are so. None for others."""
    following, built = 1, list[model.BasicBlock]()
    for block in blocks:
        exit_ = block.exit
        assert exit_ is not None
        if exit_.__class__ is model.Jump:
            if not block.ops or isinstance(exit_.target, int):
                return None
        else:
            for target in targets(exit_):
                if isinstance(target, int):
                    if target != following:
                        return None
                    following += 1
        built.append(tuple.__new__(model.BasicBlock, (block.ops, exit_)))
    return built if following == len(blocks) else None


def _retargeted(exit_: model.Exit, move: Callable[[Target], Target]) -> model.Exit:
    if isinstance(exit_, model.Jump):
        return model.Jump(move(exit_.target))
    if isinstance(exit_, model.Choose):
        choices = [model.Choice(*one[:-1], move(one.target)) for one in exit_.choices]
        return model.Choose(exit_.id, choices, None if exit_.fallback is None else move(exit_.fallback))
    if isinstance(exit_, model.Branch):
        return model.Branch(exit_.condition, move(exit_.then), move(exit_.otherwise))
    if isinstance(exit_, model.Call):
        return model.Call(exit_.id, exit_.target, move(exit_.back))
    if isinstance(exit_, model.Draw):
        return exit_._replace(back=move(exit_.back), otherwise=move(exit_.otherwise))
    if isinstance(exit_, model.Return) and exit_.target is not None:
        return model.Return(move(exit_.target))
    return exit_
