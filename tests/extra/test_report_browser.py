"""The report in a browser: headless Chromium, steered with Selenium."""

import base64
import json
import shutil
import tempfile
import time
from pathlib import Path

import pytest

import quotenlp
from conftest import ARTICLE, need
from test_report import HOSTILE, OTHER

need("selenium", programs=("chromium", "chromedriver"))  # Debian's packages chromium and chromium-driver

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1300,900",
]


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with tempfile.TemporaryDirectory() as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
        driver.set_page_load_timeout(60)
        yield driver
        driver.quit()


@pytest.fixture(scope="module")
def articles():
    nlp = quotenlp.load()
    return [quotenlp.extract(text, nlp=nlp) for text in (ARTICLE, OTHER, HOSTILE)]


@pytest.fixture
def show(browser, tmp_path):
    """Show a page and see that the browser complains of nothing and asks for nothing else."""

    def show(html):
        path = Path(tmp_path, "report.html")
        path.write_text(html, "utf8")
        browser.get_log("browser"), browser.get_log("performance")
        browser.get(path.as_uri())

    yield show
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    by_the_page = [each["request"]["url"] for each in asked if each["documentURL"].endswith("report.html")]
    assert {url.rsplit("/", 1)[-1].split("#")[0] for url in by_the_page} == {"report.html"}
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def style(browser, selector, name):
    return browser.find_element(By.CSS_SELECTOR, selector).value_of_css_property(name)


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


@pytest.mark.parametrize(
    ("layer", "mark", "rule"),
    [
        ("direct", ".quotenlp-article .quotenlp-direct", "background-color"),
        ("indirect", ".quotenlp-article .quotenlp-indirect", "background-color"),
        ("cue", ".quotenlp-article .quotenlp-cue", "font-weight"),
        ("source", ".quotenlp-article .quotenlp-source", "border-bottom-style"),
        ("source", ".quotenlp-article small", "display"),
        ("mention", ".quotenlp-article .quotenlp-mention", "outline-style"),
        ("marker", ".quotenlp-article .quotenlp-marker:not(.quotenlp-content)", "background-color"),
        ("marker", ".quotenlp-article .quotenlp-marker.quotenlp-indirect", "background-color"),
    ],
)
def test_layers_go_on_and_off(browser, show, articles, layer, mark, rule):
    show(quotenlp.report(articles))
    switch = browser.find_element(By.ID, f"show-{layer}")
    before = style(browser, mark, rule)
    switch.click()
    after = style(browser, mark, rule)
    assert before != after
    switch.click()
    assert style(browser, mark, rule) == before


def test_the_keyboard_reaches_everything(browser, show, articles):
    show(quotenlp.report(articles))
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the articles"
    press(browser, Keys.TAB, Keys.SPACE)
    assert not browser.find_element(By.ID, "show-direct").is_selected()
    seen = []
    for _ in range(60):
        press(browser, Keys.TAB)
        seen.append(browser.switch_to.active_element.text)
        if seen[-1].startswith("“The boats will sail"):
            break
    assert {"Filter articles", ""} & set(seen)
    assert "quotes" in seen
    assert "Harbour vote delayed" in seen
    tip = "return getComputedStyle(document.activeElement, '::after').content"
    assert "q1: direct speech" in browser.execute_script(tip)
    press(browser, Keys.ENTER)
    card = browser.find_element(By.CSS_SELECTOR, ".card:target")
    assert card.text.startswith("Keiko Arai")
    assert card.find_element(By.TAG_NAME, "details").get_attribute("open")
    card.find_element(By.PARTIAL_LINK_TEXT, "The boats will sail").click()
    place = browser.execute_script("return document.querySelector(':target').nextElementSibling.textContent")
    assert place == "“The boats will sail,”"


def test_the_overview_is_sorted_and_filtered(browser, show, articles):
    show(quotenlp.report(articles))
    names = lambda: [  # noqa: E731
        row.text for row in browser.find_elements(By.CSS_SELECTOR, "#overview .sortable tbody th") if row.is_displayed()
    ]
    before = names()
    browser.find_element(By.XPATH, "//button[.='quotes']").click()
    cells = browser.find_elements(By.CSS_SELECTOR, "#overview .sortable tbody td:nth-child(3)")
    numbers = [int(cell.text) for cell in cells]
    assert numbers == sorted(numbers, reverse=True)
    browser.find_element(By.XPATH, "//button[.='article']").click()
    assert sorted(before) == sorted(names())
    browser.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("mayor")
    assert names() == ["Mayor asks for patience"]


@pytest.mark.parametrize("width", [360, 768, 1300])
def test_no_width_scrolls_sideways(browser, show, articles, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    show(quotenlp.report(articles))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    box = browser.find_element(By.CSS_SELECTOR, ".quotenlp-article").rect
    panel = browser.find_element(By.CSS_SELECTOR, "aside").rect
    beside = panel["y"] < box["y"] + box["height"] and panel["x"] > box["x"]
    assert beside == (width > 900)


def contrast(browser, selector):
    """The contrast of text with the page, as WCAG 2 counts it."""
    return browser.execute_script(
        """
        const parse = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
        const light = (c) => { const [r, g, b] = parse(c).map((v) => v / 255)
            .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const text = light(getComputedStyle(document.querySelector(arguments[0])).color);
        const page = light(getComputedStyle(document.body).backgroundColor);
        return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
        """,
        selector,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_can_be_read(browser, show, articles, theme):
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    )
    show(quotenlp.report(articles))
    page = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert page == ("rgb(255, 255, 255)" if theme == "light" else "rgb(21, 24, 28)")
    for selector in ("body", ".quiet", ".facts", ".tag.anonymous", ".quotenlp-article a", "thead th", "td a, th a"):
        assert contrast(browser, selector) >= 4.5, selector


def test_it_prints_with_everything_open(browser, show, articles):
    show(quotenlp.report(articles))
    browser.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert not browser.find_elements(By.CSS_SELECTOR, "details:not([open])")
    browser.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert browser.find_elements(By.CSS_SELECTOR, "details:not([open])")
    assert base64.b64decode(browser.print_page()).startswith(b"%PDF-")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not browser.find_element(By.CSS_SELECTOR, ".layers").is_displayed()
    assert browser.find_element(By.CSS_SELECTOR, "aside").is_displayed()


def test_it_works_without_the_script(browser, show, articles):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(quotenlp.report(articles))
        before = style(browser, ".quotenlp-article .quotenlp-cue", "font-weight")
        browser.find_element(By.ID, "show-cue").click()
        assert style(browser, ".quotenlp-article .quotenlp-cue", "font-weight") != before
        assert not browser.find_elements(By.CSS_SELECTOR, "input[type=search]")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_hostile_article_runs_nothing(browser, show):
    text = HOSTILE + "<script>window.taken = 1</script>\u202e\u2066 \u0627\u0644\u0645\u064a\u0646\u0627\u0621 “x" * 20
    show(quotenlp.report([quotenlp.extract(text, nlp=quotenlp.load("rules"))]))
    assert browser.execute_script("return window.taken === undefined && document.scripts.length === 1")
    shown = browser.find_element(By.CSS_SELECTOR, ".quotenlp-article").get_attribute("textContent")
    assert "<script>window.taken = 1</script>⟨U+202E⟩⟨U+2066⟩" in shown


def test_the_policy_holds_even_if_a_script_got_in(browser, show, articles):
    html = quotenlp.report(articles).replace("<main", "<script>window.taken = 1</script><main", 1)
    show(html)
    assert browser.execute_script("return window.taken === undefined")
    assert "Content Security Policy" in browser.get_log("browser")[0]["message"]


def test_a_million_characters(browser, show):
    nlp = quotenlp.load("rules")
    text = ("word " * 3000 + ". “The boats will sail,” said Keiko Arai. Officials denied that it is certain. ") * 66
    assert len(text) > 990_000
    html = quotenlp.report([nlp(text), nlp("“" + "a" * 1_000_000)])
    began = time.perf_counter()
    show(html)
    browser.find_element(By.ID, "show-direct").click()
    assert time.perf_counter() - began < 30
    assert len(browser.find_elements(By.CSS_SELECTOR, "#a1 .quotenlp-article .quotenlp-cue")) >= 66
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 1300
