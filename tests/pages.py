"""The pages of the documentation, as tests read them."""

import re
from pathlib import Path
from typing import Any

from conftest import ROOT

FENCED = re.MULTILINE | re.DOTALL
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]


def blocks(page: Path, language: str, needs: str = "") -> list[str]:
    """The fenced blocks of a language; those that need an optional package name it behind the language."""
    opening = f"{language} {needs}".strip()
    return re.findall(rf"^```{opening}\n(.*?)^```$", page.read_text("utf8"), FENCED)


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf8"), flags=FENCED)


def section(page: Path, heading: str) -> str:
    """What stands below a heading, up to the next one of the same or a higher level."""
    level = heading.split()[0]
    after = page.read_text("utf8").split(f"\n{heading}\n", 1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def anchors(page: Path) -> set[str]:
    """The anchors that code hosts and MyST give to the headings of a page."""
    seen: dict[str, int] = {}
    out = set()
    for title in re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE):
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        out.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    return out


def clone(folder: Path) -> Path:
    """Make ``folder`` look like a clone, so that pages can be run there and write beside it."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (folder / entry.name).symlink_to(entry)
    return folder


def run_blocks(page: Path, capsys: Any, needs: str = "") -> dict[str, Any]:
    """Run the Python blocks of a page, one after the other; those that need an optional package only on request.

    A text block right behind a Python block is what that one prints.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    printed, end = None, 0
    for number, found in enumerate(re.finditer(r"^```([^\n]*)\n(.*?)^```$", page.read_text("utf8"), FENCED), 1):
        language, block = found.groups()
        if language in ("python", f"python {needs}"):
            exec(compile(block, f"{page.name}, block {number}", "exec"), namespace)
            printed, end = capsys.readouterr().out, found.end()
        elif language == "text" and printed is not None and not found.string[end : found.start()].strip():
            assert block in printed, f"{page.name}, block {number}"
    return namespace
