"""Text to the tree of a story, and what is wrong with it. What others may use is below; the readers of YAML behind `yaml.reader` are its own.

`text` is text as such, `diagnostics` what is found wrong, `yaml.reader` reads files, `schema` makes the tree, `slips` says what a writer may have meant.
"""

FACE = (
    "bending",
    "diagnostics.diagnostic",
    "diagnostics.junit",
    "diagnostics.report",
    "diagnostics.safe_json",
    "diagnostics.source",
    "diagnostics.workflow",
    "expression",
    "markup",
    "nodes",
    "picture",
    "pieces",
    "schema.bodies.flat",
    "schema.bodies.scalars",
    "schema.bodies.steps",
    "schema.bodies.talk",
    "schema.declarations",
    "schema.declared.rules",
    "schema.findings",
    "schema.story",
    "schema.tree",
    "slips.choices",
    "slips.prose",
    "slips.sets",
    "slips.talk",
    "terms",
    "text.blanks",
    "text.characters",
    "text.cleaning",
    "text.columns",
    "text.identifiers",
    "text.nearest",
    "text.patterns",
    "yaml.document",
    "yaml.locate",
    "yaml.reader",
)
"""The modules that other rooms may import from."""
