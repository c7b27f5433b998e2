"""A Script to YAML text that the reader reads back as the same Script, with as few quotes as is safe."""

from __future__ import annotations

from game.replay.scripts.parsing import KINDS
from game.replay.scripts.steps import Expectation, Script, ScriptStep, Wanted

_PLAIN = frozenset(" _.,()'’‘“”…–—-!?/+;")  # beside letters and digits; never a reason to quote inside a scalar
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def emit(script: Script) -> str:
    """The script as YAML text. Places, the file's name and comments are not part of it."""
    lines: list[str] = []
    for key, text in (("story", script.story), ("from", script.origin), ("xfail", script.xfail)):
        if text is not None:
            lines.append(f"{key}: {scalar(text.text)}")
    if script.seed is not None:
        lines.append(f"seed: {script.seed}")
    if script.setup:
        lines.append("setup:")
        lines += [f"  {scalar(name.text)}: {scalar(answer.text)}" for name, answer in script.setup]
    if script.parameters:
        lines.append("parameters:")
        for run in script.parameters:
            lines.append("  - {" + ", ".join(f"{name}: {scalar(value, flow=True)}" for name, value in run) + "}")
    if script.steps or not script.expect:
        lines.append("steps:" if script.steps else "steps: []")
    for step in script.steps:
        lines += _step(step)
    if script.expect:
        lines += ["expect:", *_expectations(script.expect, "  ")]
    return "\n".join(lines) + "\n"


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` as a YAML scalar on one line, in quotes where it needs them; `flow` inside brackets or braces."""
    if _is_plain(text) and not (flow and "," in text):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(text: str) -> bool:
    if not text or not text[0].isalnum() or text[-1] == " ":
        return False
    return all(char.isalnum() or char in _PLAIN for char in text) and text not in ("y", "n")


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _step(step: ScriptStep) -> list[str]:
    if step.choose is not None and not step.expect and not step.undo:
        return [f"  - {scalar(step.choose.text)}"]
    lines: list[str] = []
    if step.choose is not None:
        lines.append(f"choose: {scalar(step.choose.text)}")
    if step.undo:
        lines.append(f"undo: {step.undo}")
    if step.expect:
        lines += ["expect:", *_expectations(step.expect, "  ")]
    if not lines:
        return ["  - {}"]
    return [("  - " if index == 0 else "    ") + line for index, line in enumerate(lines)]


def _expectations(expect: tuple[Expectation, ...], indent: str) -> list[str]:
    """Names that are also keys of `expect` go below `state`, which may stand only once, so all such go there together."""
    lines: list[str] = []
    shadowed: list[str] = []
    for each in expect:
        if each.kind != "value":
            lines += _entry(each.kind, each, indent)
        elif each.name in KINDS or each.name == "state":
            shadowed += _entry(each.name, each, indent + "  ")
        else:
            lines += _entry(scalar(each.name), each, indent)
    return [*lines, *([f"{indent}state:", *shadowed] if shadowed else [])]


def _entry(key: str, expectation: Expectation, indent: str) -> list[str]:
    words = expectation.kind in ("text", "not-text")
    written = [_words(wanted) if words else _wanted(wanted) for wanted in expectation.wanted]
    if len(written) == 1 and not expectation.wanted[0].reason:
        return [f"{indent}{key}: {written[0]}"]
    return [f"{indent}{key}:", *(f"{indent}  - {text}" for text in written)]


def _wanted(wanted: Wanted) -> str:
    return f"{scalar(wanted.text)}: {scalar(wanted.reason)}" if wanted.reason else scalar(wanted.text)


def _words(wanted: Wanted) -> str:
    if wanted.pattern:
        return f"{{regex: {scalar(wanted.text, flow=True)}}}"
    if len(wanted.text) > 2 and wanted.text[0] == wanted.text[-1] == "/":
        return f"{{contains: {scalar(wanted.text, flow=True)}}}"
    return scalar(wanted.text)
