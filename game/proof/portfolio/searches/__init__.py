"""The searches that only the portfolio uses: greedy beams, rare states, the draws of a seed, branch and bound."""
