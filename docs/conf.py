"""The site: ``sphinx-build -W -n --keep-going docs docs/_build/html`` (needs ``pip install -e ".[docs]"``).

The pages are plain Markdown, so that they read well without Sphinx. What Sphinx needs beside them is made here: the
navigation from the lists of index.md, and the reference entries from the tables of api.md.
"""

import inspect
import re
from importlib import import_module

from sphinx.application import Sphinx

import quotenlp

project = "quotenlp"
author = "The quotenlp developers"
version = release = quotenlp.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 4
exclude_patterns = ["_build"]

default_role = "code"
autodoc_class_signature = "separated"  # and left out: nobody makes records by hand, and the fields follow
autodoc_member_order = "bysource"
napoleon_use_ivar = True
napoleon_custom_sections = ["Returns"]  # no type stands before the colon: annotations tell it
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_display_short_literal_types = True
nitpicky = True
nitpick_ignore = [  # an inventory of other packages would be a download
    ("py:class", name)
    for name in (
        "Doc",
        "ErrorHandler",
        "Example",
        "Language",
        "Records",
        "Rows",
        "_LAX",
        "annotated_types.Ge",
        "annotated_types.Le",
        "annotated_types.MinLen",
        "collections.abc.Callable",
        "collections.abc.Iterable",
        "collections.abc.Iterator",
        "collections.abc.Mapping",
        "pandas.DataFrame",
        "pathlib.Path",
        "polars.DataFrame",
        "pyarrow.Table",
        "pyarrow.lib.RecordBatch",
        "pyarrow.lib.Schema",
        "pydantic.types.Strict",
        "quotenlp.io.reading.Document",
        "quotenlp.records.Annotated",
        "spacy.language.Language",
        "spacy.tokens.doc.Doc",
        "spacy.tokens.span.Span",
        "spacy.training.example.Example",
    )
]

html_theme = "furo"
html_title = f"quotenlp {release}"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False


HIDDEN = "__init__, __new__, model_config, model_post_init"


def navigation(page: str) -> str:
    """A toctree for each section of index.md: the pages in its list."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        pages = re.findall(r"^- \[[^]]+\]\((\w+)\.md\)", section, re.MULTILINE)
        if pages:
            title = section.splitlines()[0]
            page += "\n".join(["", "```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""])
    return page


def reference(page: str) -> str:
    """The entries of what the tables of api.md name, made from the docstrings, at the end of each section."""
    head, *sections = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    return head + "".join(section + entries(section) for section in sections)


def entries(section: str) -> str:
    """One directive for each name in the first column of a section's table; the heading names the module."""
    module = re.match(r"## `([\w.]+)`", section)
    if module is None:
        return ""
    lines = []
    for name in re.findall(r"^\| `(\w+)", section, re.MULTILINE):
        found = getattr(import_module(module[1]), name)
        if inspect.isclass(found):
            lines += [
                f".. autoclass:: {module[1]}.{name}",
                "   :members:",
                "   :undoc-members:",
                f"   :exclude-members: {HIDDEN}",
            ]
        elif inspect.isroutine(found):
            lines += [f".. autofunction:: {module[1]}.{name}"]
    return "\n".join(["", "```{eval-rst}", *lines, "```", ""])


def expand(app: Sphinx, name: str, source: list[str]) -> None:
    """Complete the two pages that Sphinx needs more of."""
    if name in ("index", "api"):
        source[0] = {"index": navigation, "api": reference}[name](source[0])


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", expand)
