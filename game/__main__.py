"""`python -m game` is `hambies`."""

import sys

from game.cli import process

if __name__ == "__main__":
    sys.exit(process())
