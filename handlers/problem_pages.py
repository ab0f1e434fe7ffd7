"""«Сообщить о проблеме»: the keyboard of categories, page by page, and what it asks for. Pure."""

from collections.abc import Sequence

from handlers.conversation import Button, Words
from handlers.guide import HOME
from handlers.guide_pages import Drawn, Spot, literal
from handlers.office import ProblemCategory

PER_PAGE = 5
"""With the row of turning pages a keyboard then has six rows, which every platform takes."""

CAPTION = 40
OPEN = "p:1"
"""Button data that opens the first page."""

CANCEL = "p:x"


def page(categories: Sequence[ProblemCategory], number: int, channel: str) -> Drawn | None:
    """One page of categories, None when there is no such page (stale, forged)."""
    pages = -(-len(categories) // PER_PAGE)
    if not 1 <= number <= pages:
        return None
    shown = categories[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = tuple((Button(caption(one), f"p:c:{one.code}"),) for one in shown)
    which = (Words("my-list-page", {"page": number, "pages": pages}),) if pages > 1 else ()
    lead = Words("problem-choose", {"channel": channel}, below=which)
    return Drawn(lead, None, (*rows, _turning(number, pages)))


def asking(category: ProblemCategory) -> Drawn:
    """The next words will be the report."""
    buttons = (
        Button(Words("button-problem-other"), OPEN),
        Button(Words("button-problem-cancel"), CANCEL),
    )
    return Drawn(Words("problem-describe", {"category": category.name}), None, (buttons,))


def caption(category: ProblemCategory) -> Words:
    """The category's name as far as a button holds it."""
    name = category.name
    return literal(name if len(name) <= CAPTION else f"{name[: CAPTION - 1].rstrip()}…")


def offer() -> Button:
    """The button that leads here from the menu."""
    return Button(Words("menu-problem"), OPEN)


def _turning(number: int, pages: int) -> tuple[Button, ...]:
    near = [("menu-earlier", number - 1), ("menu-later", number + 1)]
    turning = (Button(Words(key), f"p:{to}") for key, to in near if 1 <= to <= pages)
    return (*turning, Button(Words("menu-home"), Spot(HOME).data()))
