"""The documents as a site: `sphinx-build -W -q docs site`."""

import json
import re

from game import __version__

project = "hambies"
author = "the hambies authors"
copyright = author  # noqa: A001 - Sphinx's name for it
version = release = __version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["examples"]
html_theme = "furo"
html_title = "hambies"
html_copy_source = False
html_show_sourcelink = False
myst_heading_anchors = 4
myst_title_to_header = True
highlight_language = "yaml"
pygments_style = "friendly"
suppress_warnings = ["misc.highlighting_failure"]  # pages show stories that are wrong on purpose


def setup(app):
    """Head the page of a message with its code, as the tool shows it; the table of all of them is what leads there."""
    app.connect("source-read", _of_a_message)


def _of_a_message(_app, name, source):
    code = name.removeprefix("errors/")
    if code not in (name, "README"):
        title = re.search(r"(?m)^title: (.*)$", source[0])[1]
        source[0] = source[0].replace(f"title: {title}", f"orphan: true\ntitle: {json.dumps(f'{code}: {title}')}", 1)
