"""The site builds without a warning, no link in it is broken, and reading it takes no network."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from conftest import ROOT, need

need("sphinx", "myst_parser", "furo", "pandas", "polars", "pyarrow")


class Page(HTMLParser):
    """The ids of a page, where its links lead, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id") or given.get("name"))
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "link" and {"stylesheet", "preload", "icon", "manifest"} & set((given.get("rel") or "").split()):
            self.loads.append(given.get("href") or "")
        elif tag in ("script", "img", "iframe", "source", "audio", "video", "embed", "object"):
            self.loads += [given[name] for name in ("src", "data", "srcset") if given.get(name)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "--keep-going", "-E", ROOT / "docs", out]
    done = subprocess.run([*command, "-d", tmp_path_factory.mktemp("doctrees")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text("utf8")) for path in site.rglob("*.html")}


def test_every_page_is_in_the_site(pages):
    built = {path.stem for path in pages}
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} <= built


def test_links_within_the_site(pages):
    checked = 0
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.is_file(), f"{path.name}: {link}"
            if anchor and target.suffix == ".html":
                assert anchor in pages[target].ids, f"{path.name}: {link}"
            checked += 1
    assert checked > 1000


def test_nothing_is_loaded_from_elsewhere(site, pages):
    outside = re.compile(r"(https?:)?//")
    for path, page in pages.items():
        assert page.loads
        assert not [load for load in page.loads if outside.match(load)], path.name
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf8")
        assert not re.search(r"""(@import|url\()\s*["']?(https?:)?//""", text), sheet.name


def test_the_reference_has_the_docstrings(site):
    text = (site / "api.html").read_text("utf8")
    for name in ("quotenlp.extract", "quotenlp.records.Grant", "quotenlp.arrow.annotate_batches"):
        assert f'id="{name}"' in text
