"""Somebody at the sandbox's page, in a real browser, with the real bot behind it."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page

from tests.sandbox.browser import log


@dataclass(frozen=True, slots=True)
class Browsing:
    """A browser at the page."""

    page: Page

    def told(self, column: str, text: str) -> Locator:
        """The latest message of a column that contains a text."""
        return log(self.page, column).get_by_role("article").filter(has_text=text).last
