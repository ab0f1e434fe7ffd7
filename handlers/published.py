"""The contacts that the authority publishes itself: what its guide says may be said to all."""

from collections.abc import Iterator

from appeals.public_safety import contacts_in
from handlers.guide import Guide


def contacts(guide: Guide) -> frozenset[str]:
    """Phones and addresses of the guide's pages, as `appeals.public_safety` compares them."""
    return frozenset().union(*map(contacts_in, _texts(guide)))


def words(guide: Guide) -> str:
    """All that its pages say."""
    return "\n".join(_texts(guide))


def _texts(guide: Guide) -> Iterator[str]:
    yield guide.about
    for page in guide.pages.values():
        yield page.text
        for item in page.items:
            yield from (item.title, item.text, item.url)
        for link in page.links:
            yield from (link.caption, link.url)
