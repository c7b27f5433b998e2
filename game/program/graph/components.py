"""Which nodes of a graph lead to one another."""

from __future__ import annotations

from collections.abc import Sequence


def components(arrows: Sequence[Sequence[int]]) -> list[list[int]]:
    """The nodes of a graph, by number, in groups that lead to one another; a group comes after those it leads to (Tarjan 1972)."""
    index = [-1] * len(arrows)
    low = [0] * len(arrows)
    open_ = [False] * len(arrows)
    found: list[list[int]] = []
    kept: list[int] = []
    count = 0
    for root in range(len(arrows)):
        if index[root] >= 0:
            continue
        stack = [(root, 0)]
        while stack:
            state, done = stack.pop()
            if not done:
                index[state] = low[state] = count
                count += 1
                kept.append(state)
                open_[state] = True
            for number in range(done, len(arrows[state])):
                to = arrows[state][number]
                if index[to] < 0:
                    stack += [(state, number + 1), (to, 0)]
                    break
                if open_[to]:
                    low[state] = min(low[state], index[to])
            else:
                if stack:
                    before = stack[-1][0]
                    low[before] = min(low[before], low[state])
                if low[state] == index[state]:
                    group: list[int] = []
                    while not group or group[-1] != state:
                        group.append(kept.pop())
                        open_[group[-1]] = False
                    found.append(group)
    return found
