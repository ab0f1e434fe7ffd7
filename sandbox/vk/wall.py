"""The community's wall, as far as posting goes: by an administrator's own token only."""

from dataclasses import asdict, dataclass, field

from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError, wrong
from sandbox.vk.registry import offer
from sandbox.vk.world import VkWorld

NO_ACCESS = 214


@dataclass(slots=True)
class WallPost:
    """One post; ``date`` is in Unix seconds, ``guid`` what its author marked the call with."""

    id: int
    date: int
    text: str
    attachments: list[str] = field(default_factory=list)
    guid: str = ""


@offer(
    "wall.post",
    kinds="user",
    optional="owner_id from_group message attachments guid signed close_comments",
)
def post(vk: VkWorld, params: Params) -> object:
    """Post on the community's wall in its name; the same ``guid`` again posts nothing."""
    if params.integer("owner_id") != -vk.community.id or not params.flag("from_group"):
        raise RefusalError(NO_ACCESS)
    text = params.text("message")
    attachments = [one for one in params.text("attachments").split(",") if one.strip()]
    if not text.strip() and not attachments:
        raise wrong("message is undefined")
    guid = params.text("guid")
    known = next((one for one in vk.wall if guid and one["guid"] == guid), None)
    if known is not None:
        return {"post_id": known["id"]}
    published = vk.publishes(text)
    made = WallPost(published.id, vk.world.unix_now(), text, attachments, guid)
    vk.wall.append(asdict(made))
    return {"post_id": made.id}


def posts(vk: VkWorld) -> list[WallPost]:
    """Return what was posted by a program, oldest first."""
    return [WallPost(**one) for one in vk.wall]
