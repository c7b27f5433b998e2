"""One module for each command of `hambies`: parse, call one function, print, exit."""
