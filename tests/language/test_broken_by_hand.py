"""Stories broken as a new writer would break them: each says one thing, at the right place, that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.marked import TOP, diagnose, expect

# (what was done, the scenes with the caret's place marked, code, a phrase of the message or the hint)
SCENES = [
    (
        "dialogue by a name that is not in the cast",
        "cellar: [{«Jiho»: Hello.}, {ending: dark}]",
        "E121",
        "nobody in the cast",
    ),
    (
        "a note with a colon",
        "cellar:\n  - «Note»: the door is shut.\n  - ending: dark",
        "E121",
        "put the line in quotes",
    ),
    ("the name with a capital", "cellar:\n  - «Namra»: Hello.\n  - ending: dark", "E121", "did you mean namra?"),
    ("the name as it is shown", "cellar:\n  - «Nam-ra»: Hello.\n  - ending: dark", "E121", "did you mean namra?"),
    ("a sentence with a colon", "cellar:\n  - «She says this»: go.\n  - ending: dark", "E112", '"She says this: go."'),
    (
        "two speakers under one dash",
        "cellar:\n  - «namra»: Hello.\n    radio: Hello.\n  - ending: dark",
        "E108",
        "its own dash",
    ),
    ("a misspelt goto", "cellar:\n  - «gotu»: cellar", "E108", "did you mean goto?"),
    ("a condition as the key", "cellar:\n  - «if met»:\n      - Hello.\n  - ending: dark", "E108", "write  - if: met"),
    ("a goto as the key", "cellar:\n  - «goto cellar»:\n  - ending: dark", "E108", "write  - goto: cellar"),
    (
        "an else with a dash",
        "cellar:\n  - if: met\n    then: [Hello.]\n  - «else»: [Who are you?]\n  - ending: dark",
        "E108",
        "no dash",
    ),
    (
        "an if with a goto beside it",
        "cellar:\n  - if: met\n    «goto»: cellar\n  - ending: dark",
        "E108",
        "below  then:",
    ),
    ("an if and nothing else", "cellar:\n  - «if»: met\n  - ending: dark", "E103", "add  then:"),
    ("a step called set", "cellar:\n  - «set»: heat = 1\n  - ending: dark", "E108", "write  - do:"),
    ("a step called jump", "cellar:\n  - «jump»: cellar", "E108", "write  - goto:"),
    ("a choice outside a list", "cellar:\n  - «choice»: Go up\n    goto: cellar", "E101", "- choices:"),
    ("choices without dashes", "cellar:\n  - choices:\n      «G»o up: dark\n  - ending: dark", "E102", "with a dash"),
    (
        "a choice with a colon and nothing",
        "cellar:\n  - choices:\n      - «Go up»:\n  - ending: dark",
        "E109",
        "leave the colon out",
    ),
    (
        "a choice with keys beside its label",
        "cellar:\n  - choices:\n      - «Go up»:\n        goto: cellar\n  - ending: dark",
        "E103",
        "- choice: Go up",
    ),
    (
        "a step among the choices",
        "cellar:\n  - choices:\n      - Go up\n      - «g»oto: cellar\n  - ending: dark",
        "E103",
        "further in",
    ),
    (
        "needs and no reason",
        "cellar:\n  - choices:\n      - {choice: Go, «needs»: met}\n      - Stay\n  - ending: dark",
        "E304",
        "add  reason:",
    ),
    (
        "a reason and no needs",
        "cellar:\n  - choices:\n      - {choice: Go, «reason»: no}\n      - Stay\n  - ending: dark",
        "E304",
        "needs",
    ),
    (
        "once with yes",
        "cellar:\n  - choices:\n      - {choice: Go, once: «yes»}\n      - Stay\n  - ending: dark",
        "E106",
        "once: true",
    ),
    (
        "an arrow without blanks",
        "cellar:\n  - choices:\n      - Go up«->»cellar\n      - Stay\n  - ending: dark",
        "E113",
        "both sides",
    ),
    (
        "an arrow to two words",
        "cellar:\n  - choices:\n      - Go up «->» the stairs\n  - ending: dark",
        "E113",
        "the-stairs",
    ),
    ("an arrow to nothing", "cellar:\n  - choices:\n      - Go up «->»\n  - ending: dark", "E113", "name the scene"),
    ("a scene that does not exist", "cellar:\n  - goto: «celler»", "E120", "did you mean cellar?"),
    (
        "a scene by its title",
        "cellar:\n  - goto: «The Stairs»\nthe-stairs:\n  - ending: dark",
        "E120",
        "did you mean the-stairs?",
    ),
    ("a goto to an ending", "cellar:\n  - goto: «dark»", "E120", "- ending: dark"),
    ("ink's END", "cellar:\n  - goto: «END»", "E120", "ending: its-id"),
    (
        "a label without its dot",
        "cellar:\n  - label: again\n  - choices: [A, B]\n  - goto: «again»",
        "E126",
        "write  .again",
    ),
    (
        "a label that does not exist",
        "cellar:\n  - label: again\n  - choices: [A, B]\n  - goto: .«agan»",
        "E126",
        "did you mean again?",
    ),
    ("an ending that does not exist", "cellar:\n  - ending: «drak»", "E123", "did you mean dark?"),
    ("a single =", "cellar:\n  - if: heat «=» 5\n    then: [Hot.]\n  - ending: dark", "E201", "write =="),
    (
        "a quoted value",
        'cellar:\n  - if: side == «"camp"»\n    then: [Hot.]\n  - ending: dark',
        "E201",
        "write camp alone",
    ),
    (
        "a value in curly quotes",
        "cellar:\n  - if: side == «“camp”»\n    then: [Hot.]\n  - ending: dark",
        "E201",
        "write camp alone",
    ),
    ("&& for and", "cellar:\n  - if: met «&&» heat > 5\n    then: [Hot.]\n  - ending: dark", "E201", "write and"),
    ("|| for or", "cellar:\n  - if: met «||» heat > 5\n    then: [Hot.]\n  - ending: dark", "E201", "write or"),
    ("!met", "cellar:\n  - if: heat > 5 and «!»met\n    then: [Hot.]\n  - ending: dark", "E201", "write not"),
    ("=> for >=", "cellar:\n  - if: heat «=>» 5\n    then: [Hot.]\n  - ending: dark", "E201", "write >="),
    ("is for ==", "cellar:\n  - if: side «is» camp\n    then: [Hot.]\n  - ending: dark", "E201", "write =="),
    (
        "AND in capitals",
        "cellar:\n  - if: met «AND» heat > 5\n    then: [Hot.]\n  - ending: dark",
        "E201",
        "small letters",
    ),
    (
        "half a comparison",
        "cellar:\n  - if: heat > 3 and «<» 6\n    then: [Hot.]\n  - ending: dark",
        "E201",
        "both sides",
    ),
    (
        "a colon at the end",
        'cellar:\n  - if: "heat > 3«:»"\n    then: [Hot.]\n  - ending: dark',
        "E201",
        "leave the colon out",
    ),
    (
        "a value that does not exist",
        "cellar:\n  - if: side == «shcool»\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "did you mean school?",
    ),
    (
        "a value alone",
        "cellar:\n  - if: side == camp or «school»\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "side == school",
    ),
    ("yes for true", "cellar:\n  - if: met == «yes»\n    then: [Hot.]\n  - ending: dark", "E202", "write true"),
    (
        "a misspelt variable",
        "cellar:\n  - if: heat > 5 and «haet» < 8\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "did you mean heat?",
    ),
    (
        "a hyphen in a variable",
        "cellar:\n  - if: «trust.nam-ra» > 3\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "with _",
    ),
    (
        "a member without the group",
        "cellar:\n  - if: «namra» > 3\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "trust.namra",
    ),
    (
        "a scene as a variable",
        "cellar:\n  - if: «cellar» > 1\n    then: [Hot.]\n  - ending: dark",
        "E202",
        "visits(cellar)",
    ),
    ("a number as a condition", "cellar:\n  - if: «heat»\n    then: [Hot.]\n  - ending: dark", "E203", "heat > 0"),
    (
        "a bool compared with a number",
        "cellar:\n  - if: met «==» 1\n    then: [Hot.]\n  - ending: dark",
        "E203",
        "not met",
    ),
    (
        "an enum compared with a number",
        "cellar:\n  - if: side «==» 1\n    then: [Hot.]\n  - ending: dark",
        "E203",
        "nobody, camp",
    ),
    ("past the bounds", "cellar:\n  - if: heat > «20»\n    then: [Hot.]\n  - ending: dark", "E204", "0 to 10"),
    ("set past the bounds", "cellar:\n  - do: heat = «11»\n  - ending: dark", "E204", "cannot be 11"),
    ("a text in a condition", "cellar:\n  - if: «name» == Min\n    then: [Hot.]\n  - ending: dark", "E207", "{name}"),
    (
        "visits with quotes",
        'cellar:\n  - if: «visits»("cellar") > 1\n    then: [Hot.]\n  - ending: dark',
        "E201",
        "visits(cellar)",
    ),
    (
        "visits of nothing",
        "cellar:\n  - if: visits(«celler») > 1\n    then: [Hot.]\n  - ending: dark",
        "E120",
        "did you mean cellar?",
    ),
    ("heat++", "cellar:\n  - do: «heat++»\n  - ending: dark", "E206", "write heat += 1"),
    ("=+ for +=", "cellar:\n  - do: heat «=+» 1\n  - ending: dark", "E206", "write heat += "),
    ("set … to", "cellar:\n  - do: «set heat to 5»\n  - ending: dark", "E206", "write heat = 5"),
    ("two effects in a line", "cellar:\n  - do: heat = 5, met «=» true\n  - ending: dark", "E201", "as a list"),
    ("an effect with a colon", "cellar:\n  - do: «{»heat: 5}\n  - ending: dark", "E102", "heat = 5"),
    (
        "a brace that does not close",
        'cellar:\n  - "It is «{»if heat > 5: hot."\n  - ending: dark',
        "E210",
        "close it with }",
    ),
    (
        "braces over two paragraphs",
        "cellar:\n  - |\n    It is «{»if heat > 5: hot.\n\n    It hums.}\n  - ending: dark",
        "E210",
        "before the blank line",
    ),
    ("a missing if", 'cellar:\n  - "It is «{heat>5: hot}»."\n  - ending: dark', "E212", "{if heat>5"),
    ("ink's condition", 'cellar:\n  - "It is «{met: old|new}»."\n  - ending: dark', "E212", "{if met"),
    ("ink's cycle", "cellar:\n  - It is «{&hot|cold}».\n  - ending: dark", "E212", "{cycle:"),
    ("ink's alternatives", "cellar:\n  - It is «{hot|cold}».\n  - ending: dark", "E212", "{first:"),
    ("else if", 'cellar:\n  - "{if met: a | «else» if heat > 3: b}"\n  - ending: dark', "E210", "elif"),
    ("elseif", 'cellar:\n  - "{if met: a «|» elseif heat > 3: b}"\n  - ending: dark', "E210", "elif"),
    ("a sum in braces", "cellar:\n  - It is «{heat + 1}».\n  - ending: dark", "E212", "- do:"),
    ("a brace at the beginning", "cellar:\n  - «{»heat}\n  - ending: dark", "E112", "in quotes"),
    ("a star that does not close", "cellar:\n  - The «*»lamp is out.\n  - ending: dark", "E211", "close it with *"),
    (
        "turns in a label",
        'cellar:\n  - choices:\n      - "Wait {«first:» now | then: again}"\n  - ending: dark',
        "E213",
        "visits(",
    ),
    ("a scene that runs out", "cellar:\n  - «The lamp is lit.»", "E301", "- ending:"),
    (
        "a choice that runs out",
        "cellar:\n  - choices:\n      - Go up -> cellar\n      - «Stay»",
        "E301",
        "Label -> scene",
    ),
    ("an else that is missing", "cellar:\n  - «if»: met\n    then:\n      - goto: cellar", "E301", "does not hold"),
    ("an empty scene", "«cellar»:", "E301", "has nothing in it"),
    ("a step after the end", "cellar:\n  - ending: dark\n  - «The lamp goes out.»", "E302", "the story has ended"),
    (
        "a step after choices that all leave",
        "cellar:\n  - choices: [Go -> cellar, Stay -> cellar]\n  - «The lamp goes out.»\n  - ending: dark",
        "E302",
        "every choice",
    ),
    (
        "a list that can be empty",
        "cellar:\n  - «choices»:\n      - {choice: Go, if: met}\n  - ending: dark",
        "E303",
        "met is false",
    ),
    ("a return from the start", "cellar:\n  - «return»:", "E307", "- call: cellar"),
    ("steps without dashes", "cellar:\n  «call»: cellar", "E102", "with a dash"),
    ("no body", "«cellar»:\n  title: The cellar", "E103", "add  text: |"),
    ("a condition for a scene", "cellar:\n  «when»: met\n  body: [{ending: dark}]", "E103", "deck"),
    (
        "a word for a number",
        "knock:\n  deck: night\n  priority: «high»\n  body: [Knock.]\ncellar: [{draw: night}, {ending: dark}]",
        "E106",
        "in digits",
    ),
    (
        "a draw by chance",
        "knock: {deck: night, body: [Knock.]}\ncellar: [{draw: night, by: «chance»}, {ending: dark}]",
        "E107",
        "by: random",
    ),
    ("quotation marks for speech", 'cellar:\n  - «"Go away."»\n  - ending: dark', "W307", "leave them out"),
    ("return without a colon", "cellar:\n  - «return»\n  - ending: dark", "W308", "- return:"),
    ("an effect without do", "cellar:\n  - «heat += 1»\n  - ending: dark", "W308", "- do: heat += 1"),
    ("an arrow in prose", "cellar:\n  - «You go up. -> cellar»\n  - ending: dark", "W308", "- goto: cellar"),
    ("fallback without a colon", "cellar:\n  - choices: [Go, «fallback»]\n  - ending: dark", "W308", "- fallback:"),
    (
        "the same choice twice",
        "cellar:\n  - choices:\n      - Wait\n      - «Wait»\n  - ending: dark",
        "W309",
        "differ",
    ),
    ("a Twine link", "cellar:\n  - Go «[[up]]» now.\n  - ending: dark", "W310", "- choices:"),
    ("a SugarCube macro", "cellar:\n  - |\n    Go «<<if $met>>» up.\n  - ending: dark", "W310", "{if condition"),
    ("a bracketed condition", "cellar:\n  - |\n    It is «[if met]» old.\n  - ending: dark", "W310", "{if condition"),
    (
        "an inner contradiction",
        (
            'cellar:\n  - choices: [{choice: Stoke, do: heat += 1, goto: cellar}, Leave]\n  - if: heat < 3\n    then: ["Cold. {if «heat > 5»: Hot.}"]\n'
            "  - ending: dark"
        ),
        "W303",
        "never holds",
    ),
]


@pytest.mark.parametrize(("broken", "code", "phrase"), [case[1:] for case in SCENES], ids=[case[0] for case in SCENES])
def test_a_slip_in_a_scene(broken: str, code: str, phrase: str, tmp_path: Path) -> None:
    indented = "".join(f"  {line}\n" for line in broken.split("\n"))
    found = expect(TOP + indented, code, tmp_path, phrase)
    assert found.hint, "one fix is shown"


TOPS = [
    ("no title", "«s»tory: lamp\nstart: a\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E103", "title:"),
    ("nothing of the top", "«s»cenes: {a: [{goto: a}]}", "E103", "the story's folder"),
    ("a title in capitals", "story: lamp\ntitle: L\nstart: a\n«Title»: X\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E101", "did you mean title?"),
    ("a scene at the left", "story: lamp\ntitle: L\nstart: a\nendings: {dark: Dark}\nscenes:\n«a»:\n  - ending: dark", "E101", "below  scenes:"),
    ("an id with blanks", "story: «the lamp»\ntitle: L\nstart: a\nendings: {dark: Dark}\nscenes: {a: [{ending: dark}]}", "E105", "write  story: the-lamp"),
    ("a start that is not there", "story: l\ntitle: L\nstart: «b»\nendings: {dark: Dark}\nscenes: {a: [{goto: a}]}", "E120", "there is a"),
    ("no scenes", "story: l\ntitle: L\nstart: «a»\n", "E115", "below  scenes:"),
    ("scenes as a list", "story: l\ntitle: L\nstart: a\nscenes:\n  «-» a: [x]", "E102", "leave the dashes out"),
    ("a folder that is not there", "story: l\ntitle: L\nstart: a\ninclude: [«parts/*.yaml»]\n", "E110", "folder"),
    ("a file outside", "story: l\ntitle: L\nstart: a\ninclude: [«../other.yaml»]\n", "E110", "outside"),
    ("a variable without a type", "story: l\ntitle: L\nstart: a\nvariables: {«heat»: {min: 0, max: 3}}\nscenes: {a: [{goto: a}]}", "E103", "type"),
    ("a number for a type", "story: l\ntitle: L\nstart: a\nvariables: {heat: «0»}\nscenes: {a: [{goto: a}]}", "E107", "start: 0"),
    ("true for a type", "story: l\ntitle: L\nstart: a\nvariables: {met: «true»}\nscenes: {a: [{goto: a}]}", "E107", "type: bool"),
    ("a number without bounds", "story: l\ntitle: L\nstart: a\nvariables: {«heat»: int}\nscenes: {a: [{goto: a}]}", "E103", "min: 0"),
    ("bounds the wrong way round", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 9, max: «0»}}\nscenes: {a: [{goto: a}]}", "E204", "change them round"),
    ("a start outside the bounds", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 0, max: 5, start: «9»}}\nscenes: {a: [{goto: a}]}", "E204", "from 0 to 5"),
    ("an enum without values", "story: l\ntitle: L\nstart: a\nvariables: {«s»: {type: enum}}\nscenes: {a: [{goto: a}]}", "E103", "values:"),
    ("yes and no as values", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [«true», not]}}\nscenes: {a: [{goto: a}]}", "E105", "meaning of its own"),
    ("a value with a hyphen", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [a, «b-c»]}}\nscenes: {a: [{goto: a}]}", "E105", "words:"),
    ("too few words", "story: l\ntitle: L\nstart: a\nvariables: {s: {type: enum, values: [a, b], «words»: [x]}}\nscenes: {a: [{goto: a}]}", "E107", "one word for each"),
    ("a hyphen in a variable's name", "story: l\ntitle: L\nstart: a\nvariables: {«na-ra»: bool}\nscenes: {a: [{goto: a}]}", "E105", "na_ra"),
    ("a group of nobody", "story: l\ntitle: L\nstart: a\ncast: {jo: Jo}\ngroups: {trust: {of: [«jho»], type: bool}}\nscenes: {a: [{goto: a}]}", "E121", "did you mean jo?"),
    ("somebody called goto", "story: l\ntitle: L\nstart: a\ncast: {«goto»: Go To}\nscenes: {a: [{goto: a}]}", "E105", "a command"),
    ("a colour that is none", "story: l\ntitle: L\nstart: a\ncast: {jo: {name: Jo, colour: «red»}}\nscenes: {a: [{goto: a}]}", "E107", "ember"),
    ("a comma in braces", "story: l\ntitle: L\nstart: a\ncast: {jo: {name: Jo, about: Small, «quick.»}}\nscenes: {a: [{goto: a}]}", "E114", "in quotes"),
    ("braces in a title", 'story: l\ntitle: "The «{name}»"\nstart: a\nscenes: {a: [{goto: a}]}', "E214", "without braces"),
    ("a question for a number", "story: l\ntitle: L\nstart: a\nvariables: {h: {type: int, min: 0, max: 3}}\nsetup: [{ask: H?, set: «h»}]\nscenes: {a: [{goto: a}]}", "E203", "an enum"),
    ("a question without set", "story: l\ntitle: L\nstart: a\nsetup: [«{»ask: H?}]\nscenes: {a: [{goto: a}]}", "E103", "set: name"),
    ("a status of nothing", "story: l\ntitle: L\nstart: a\nvariables: {heat: bool}\nstatus: [«haet»]\nscenes: {a: [{goto: a}]}", "E202", "did you mean heat?"),
    ("a broken promise's name", "story: l\ntitle: L\nstart: a\nvariables: {heat: bool}\nalways: [not «haet»]\nscenes: {a: [{goto: a}]}", "E202", "did you mean heat?"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "code", "phrase"), [case[1:] for case in TOPS], ids=[case[0] for case in TOPS])
def test_a_slip_at_the_top(broken: str, code: str, phrase: str, tmp_path: Path) -> None:
    expect(broken, code, tmp_path, phrase, alone=False)


def test_a_wrong_declaration_is_said_once_and_not_at_each_use(tmp_path: Path) -> None:
    text = TOP.replace("heat: {type: int,", "heat: {type: integer,") + (
        '  cellar:\n    - "It is {heat}. {if heat > 3: Hot.}"\n    - do: heat += 1\n    - ending: dark\n'
    )
    assert [one.code for one in diagnose(text, tmp_path)] == ["E107"]


def test_somebody_unknown_who_speaks_often_is_said_once(tmp_path: Path) -> None:
    text = TOP + "  cellar:\n    - jiho: One.\n    - jiho: Two.\n    - jiho: Three.\n    - ending: dark\n"
    assert [(one.code, one.line) for one in diagnose(text, tmp_path)] == [("E121", 19)]


def test_several_slips_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TOP + (
        "  cellar:\n    - if: haet > 3\n      then: [Hot.]\n    - goto: stair\n"
        "  stairs:\n    - The *lamp.\n    - ending: drak\n"
    )
    found = [(one.code, one.line) for one in diagnose(text, tmp_path)]
    assert found == [("E202", 19), ("E120", 21), ("E211", 23), ("E123", 24)]


def test_more_than_five_hundred_findings_are_cut_and_the_writer_is_told(tmp_path: Path) -> None:
    lines = "".join(f"    - A line with {{nothing{number}}}.\n" for number in range(700))
    found = diagnose(f"{TOP}  cellar:\n{lines}    - ending: dark\n", tmp_path)
    assert len(found) == 501
    assert [one.code for one in found].count("E202") == 500
    (last,) = [one for one in found if one.code == "W399"]
    assert last.line == 519
    assert "the rest is left out" in last.message


def test_warnings_past_the_limit_never_hide_an_error(tmp_path: Path) -> None:
    lines = "".join(f'    - "Line {number}."\n' for number in range(700))
    found = diagnose(f"{TOP}  cellar:\n{lines}    - goto: celler\n", tmp_path)
    assert [one.code for one in found].count("W307") == 500
    assert [one.code for one in found if one.severity == "error"] == ["E120"]


def test_a_group_for_somebody_unknown_is_said_once_and_not_at_each_use(tmp_path: Path) -> None:
    text = TOP.replace("of: [namra]", "of: [«nmra»]") + (
        "  cellar:\n    - do: trust.nmra += 1\n    - It is {trust.nmra}.\n    - ending: dark\n"
    )
    expect(text, "E121", tmp_path, "did you mean namra?")


def test_a_wrong_group_is_said_once(tmp_path: Path) -> None:
    text = TOP.replace("of: [namra], type: int,", "of: [namra, radio], type: «integer»,") + (
        "  cellar:\n    - do: [trust.namra += 1, trust.radio -= 1]\n    - ending: dark\n"
    )
    expect(text, "E107", tmp_path, "write int")
