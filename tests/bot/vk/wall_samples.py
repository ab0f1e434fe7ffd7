"""Comments, posts and mentions as VK sends them, to be bent by the tests."""

from tests.bot.vk.samples import GROUP, MARIA, MOMENT, Json, event

POST = 31


def comment(**changes: object) -> Json:
    """A comment below the community's post 31; a change to None leaves the field out."""
    plain: Json = {
        "id": 7,
        "from_id": MARIA,
        "date": MOMENT,
        "text": "Когда выплатят?",
        "post_id": POST,
        "owner_id": -GROUP,
    }
    return {key: value for key, value in (plain | changes).items() if value is not None}


def commented(family: str = "wall_reply", deed: str = "new", **changes: object) -> Json:
    """The event of it, of whatever it stands below."""
    return event(f"{family}_{deed}", comment(**changes))


def post(**changes: object) -> Json:
    """The community's own post."""
    plain: Json = {
        "id": POST,
        "owner_id": -GROUP,
        "from_id": -GROUP,
        "date": MOMENT,
        "text": "Выплаты за ноябрь",
        "post_type": "post",
    }
    return {key: value for key, value in (plain | changes).items() if value is not None}


def posted(**changes: object) -> Json:
    return event("wall_post_new", post(**changes))


def mentioned(**changes: object) -> Json:
    """What a search found on Maria's own wall."""
    found = post(owner_id=MARIA, from_id=MARIA, text="Минтруд молчит") | changes
    return event("mention_found", found)
