"""Random playthroughs in several processes; the result is the one that a single process has."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from game.program.model import Program
from game.replay.coverage.reached import Tally
from game.replay.random_play.policy import Policy
from game.replay.random_play.wandering import Journey, RandomSetting, Wanderer, batches


class WorkerLost(Exception):  # noqa: N818 - a fact, told in the message
    """A process that played ended before it was done."""


def wander_together(
    program: Program, path: Path, setting: RandomSetting, runs: int, jobs: int
) -> tuple[list[Journey], Tally]:
    """All the runs, dealt to `jobs` processes batch by batch.

    Each process is told, before a batch, what was chosen in the one before by all. Raises WorkerLost.
    """
    fork = sys.platform == "linux"  # where it is safe, and spares each process the loading of the story
    context: Any = get_context("fork" if fork else "spawn")
    workers: list[tuple[Any, Connection]] = []
    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            arguments = (theirs, program if fork else None, str(path), setting)
            process = context.Process(target=_work, args=arguments, daemon=True)
            process.start()
            theirs.close()
            workers.append((process, ours))
        result = _deal([ours for _, ours in workers], runs)
        for process, _ in workers:
            process.join()
        return result
    except (EOFError, OSError) as error:
        raise WorkerLost("one of the processes that play ended unexpectedly; try --jobs 1") from error
    finally:
        for process, ours in workers:
            ours.close()
            if process.is_alive():  # we were interrupted, or one of the others was lost
                process.terminate()
                process.join()


def _deal(workers: list[Connection], runs: int) -> tuple[list[Journey], Tally]:
    journeys: list[Journey] = []
    news: Counter[str] = Counter()
    for batch in batches(runs):
        for index, worker in enumerate(workers):
            worker.send((batch[index :: len(workers)], news))
        done = [journey for worker in workers for journey in worker.recv()]
        news = Counter(choice for journey in done for choice in journey.choices)
        journeys += done
    journeys.sort(key=lambda journey: journey.number)
    tally = Tally()
    for worker in workers:
        worker.send(None)
        scenes, choices, texts, endings = worker.recv()
        tally.scenes |= scenes
        tally.choices |= choices
        tally.texts |= texts
        tally.endings |= endings
    return journeys, tally


def _work(connection: Connection, program: Program | None, path: str, setting: RandomSetting) -> None:
    """One process: plays what it is dealt until it is told that there is no more, or nobody listens."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the process that deals, and that ends this one
    if program is None:
        from game.program.load import load

        extra = setting.policy.extra if isinstance(setting.policy, Policy) else None
        program = load(path, extra=extra).program
        assert program is not None, "the story was loaded a moment ago"
    wanderer = Wanderer(program, setting)
    counts: Counter[str] = Counter()
    with suppress(EOFError, OSError):
        while (dealt := connection.recv()) is not None:
            lanes, news = dealt
            counts.update(news)
            connection.send([journey for numbers in lanes for journey in wanderer.lane(numbers, counts)])
        tally = wanderer.tally
        connection.send((tally.scenes, tally.choices, tally.texts, tally.endings))
