"""Asks axe-core what is wrong with a page for people who cannot see it, or use no mouse."""

from playwright.sync_api import Page

from gemel_server import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def findings(page: Page) -> list[str]:
    """What breaks WCAG 2.2 AA, a line each with the first places."""
    page.evaluate(AXE.read_text())
    result = page.evaluate("rules => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES)
    return [
        f"{it['id']} ({it['impact']}): {it['help']}; {[node['target'] for node in it['nodes'][:3]]}"
        for it in result["violations"]
    ]
