"""Text to the tree of a story, and what is wrong with it. What others may use is below; the readers of YAML behind `yaml.reader` are its own.

`yaml.reader` reads files, `schema` makes the tree, `slips` says what a writer may have meant.
"""

FACE = (
    "bending",
    "blanks",
    "characters",
    "columns",
    "diagnostic",
    "expression",
    "identifiers",
    "junit",
    "machine",
    "markup",
    "nodes",
    "patterns",
    "pieces",
    "report",
    "schema.bodies.flat",
    "schema.bodies.leaves",
    "schema.bodies.steps",
    "schema.bodies.talk",
    "schema.declarations",
    "schema.declared.rules",
    "schema.findings",
    "schema.story",
    "slips.choices",
    "slips.prose",
    "slips.sets",
    "slips.talk",
    "source",
    "terms",
    "text",
    "workflow",
    "yaml.document",
    "yaml.locate",
    "yaml.reader",
)
"""The modules that other rooms may import from."""
