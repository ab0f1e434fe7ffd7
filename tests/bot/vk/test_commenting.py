"""Speaking on the community's wall through the real client, over HTTP to the sandbox."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content, MediaKind
from bot.vk.client import Client
from bot.vk.commenting import guid_of, is_public
from bot.vk.keys import Keys
from bot.vk.sending import Vk
from handlers.conversation import Later, Refusal, Refused, Rendered, Sent, Unknown
from sandbox.vk.faults import VkFault
from sandbox.vk.wall_state import NEIGHBOUR, Comment, Post
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import client_of
from tests.sandbox_server import RunningSandbox

MARIA, IRINA = 301, 401
Open = Callable[..., Vk]


@pytest.fixture
def vk(sandbox: RunningSandbox) -> VkWorld:
    return sandbox.vk.world


@pytest.fixture
def post(vk: VkWorld) -> Post:
    return next(one for one in vk.posts.values() if one.owner == vk.own_wall)


@pytest.fixture
def wall(post: Post) -> Address:
    return Address("vk", f"wall{post.key}")


@pytest.fixture
async def speaking(sandbox: RunningSandbox, client: Client, tmp_path: Path) -> AsyncIterator[Open]:
    """Open the channel with the keys named."""
    opened: list[Vk] = []

    def open_with(*keys: str) -> Vk:
        community = sandbox.vk.world.community
        clients = {one: client_of(sandbox, getattr(community, f"{one}_token")) for one in keys}
        opened.append(Vk(client, tmp_path, group_id=community.id, keys=Keys(**clients)))
        return opened[-1]

    yield open_with
    for one in opened:
        await one.close()


def words(text: str = "Завтра", **more: object) -> Rendered:
    return Rendered(Content(text), **{"nonce": "n1"} | more)  # type: ignore[arg-type] # as named


def said(post: Post) -> list[Comment]:
    return [one for one in post.standing if one.sender == post.owner]


async def test_an_answer_stands_in_the_thread_of_its_question(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    asked = vk.comments(MARIA, post.id, "Когда?")
    outcome = await speaking().send(wall, words(reply_to=str(asked.id)))
    (answer,) = said(post)
    assert outcome == Sent((str(answer.id),))
    assert (answer.text, answer.reply_to, answer.root) == ("Завтра", asked.id, asked.id)


async def test_a_post_is_answered_below_it(speaking: Open, vk: VkWorld) -> None:
    asked = vk.publishes("Когда выплаты?", sender=MARIA)
    outcome = await speaking().send(Address("vk", f"wall{asked.key}"), words(reply_to="post"))
    assert isinstance(outcome, Sent)
    assert said(asked)[0].reply_to is None


async def test_the_same_words_sent_again_stand_once(
    speaking: Open, post: Post, wall: Address
) -> None:
    channel = speaking()
    first, again = await channel.send(wall, words()), await channel.send(wall, words())
    assert first == again
    assert len(said(post)) == 1
    await channel.send(wall, words(nonce="n2"))
    assert len(said(post)) == 2


async def test_after_a_lost_answer_the_wall_is_looked_at_when_a_key_may(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    """Whatever VK remembers of its `guid` by then."""
    asked = vk.comments(MARIA, post.id, "Когда?")
    vk.faults.plan(VkFault("wall.createComment", "drop_after"))
    channel = speaking("service")
    lost = await channel.send(wall, words(reply_to=str(asked.id)))
    assert isinstance(lost, Unknown)
    (answer,) = said(post)
    answer.guid = "forgotten"
    again = words(reply_to=str(asked.id), again=True)
    assert await channel.send(wall, again) == Sent((str(answer.id),))
    assert len(said(post)) == 1


async def test_looking_first_does_not_take_other_words_for_these(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    asked = vk.comments(MARIA, post.id, "Когда?")
    vk.comments(MARIA, post.id, "Завтра", reply_to=asked.id)
    vk.employee_comments(IRINA, post.id, "Завтра")
    outcome = await speaking("service").send(wall, words(reply_to=str(asked.id), again=True))
    assert outcome == Sent((str(said(post)[-1].id),))
    assert len(said(post)) == 2


async def test_a_key_that_may_not_look_keeps_no_answer_back(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    vk.faults.plan(VkFault("wall.getComments", "error", code=15))
    assert isinstance(await speaking("service").send(wall, words(again=True)), Sent)
    vk.faults.plan(VkFault("wall.getComments", "502"))
    assert isinstance(await speaking("service").send(wall, words("Иначе", again=True)), Later)
    assert len(said(post)) == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (212, Refusal.CLOSED_THREAD),
        (213, Refusal.CLOSED_THREAD),
        (222, Refusal.LINKS_FORBIDDEN),
        (223, Refusal.TOO_MANY),
        (15, Refusal.NO_RIGHTS),
    ],
)
async def test_what_vk_refuses_on_a_wall_has_a_reason_of_its_own(
    speaking: Open, vk: VkWorld, wall: Address, code: int, reason: Refusal
) -> None:
    vk.faults.plan(VkFault("wall.createComment", "error", code=code))
    outcome = await speaking().send(wall, words())
    assert isinstance(outcome, Refused)
    assert outcome.reason is reason


async def test_closed_comments_a_lost_post_and_a_deleted_question_are_told_apart(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    async def refusal(to: Address, reply_to: str = "") -> Refusal:
        outcome = await speaking().send(to, words(reply_to=reply_to))
        assert isinstance(outcome, Refused)
        return outcome.reason

    assert await refusal(Address("vk", f"wall{vk.own_wall}_999")) is Refusal.POST_GONE
    asked = vk.comments(MARIA, post.id, "Когда?")
    vk.deletes_comment(post.owner, post.id, asked.id)
    assert await refusal(wall, reply_to=str(asked.id)) is Refusal.COMMENT_GONE
    vk.closes_comments(post.owner, post.id)
    assert await refusal(wall) is Refusal.CLOSED_THREAD


async def test_where_no_program_may_answer_an_employee_does(
    speaking: Open, sandbox: RunningSandbox, vk: VkWorld
) -> None:
    own = -vk.community.id
    for chat in (f"photo{own}_1", f"topic{own}_1", f"wall{-NEIGHBOUR}_1", "wall", "wall-1_x"):
        outcome = await speaking().send(Address("vk", chat), words())
        assert isinstance(outcome, Refused)
        assert outcome.reason is Refusal.BY_HAND
    assert vk.ledger.calls("wall.createComment") == []
    assert sandbox.vk.group_id == -own


async def test_own_words_are_changed_and_any_comment_deleted_with_a_persons_key(
    speaking: Open, vk: VkWorld, post: Post, wall: Address
) -> None:
    channel = speaking("user")
    sent = await channel.send(wall, words())
    assert isinstance(sent, Sent)
    ref = MessageRef(wall, sent.ids[0])
    assert await channel.edit(ref, words("Послезавтра"), has_files=False) == sent
    assert said(post)[0].text == "Послезавтра"
    theirs = vk.comments(MARIA, post.id, "Мой телефон 89130000000")
    gone = MessageRef(wall, str(theirs.id))
    assert isinstance(await channel.remove(gone), Sent)
    assert theirs.deleted
    again = await channel.remove(gone)
    assert isinstance(again, Refused)
    assert again.reason is Refusal.MESSAGE_GONE


async def test_without_a_persons_key_nothing_on_the_wall_is_changed(
    speaking: Open, wall: Address
) -> None:
    channel = speaking("service")
    sent = await channel.send(wall, words())
    assert isinstance(sent, Sent)
    ref = MessageRef(wall, sent.ids[0])
    for outcome in (await channel.edit(ref, words("x"), False), await channel.remove(ref)):
        assert isinstance(outcome, Refused)
        assert outcome.reason is Refusal.NO_RIGHTS


async def test_a_withdrawn_persons_key_raises_no_alarm_about_the_communitys(
    sandbox: RunningSandbox, client: Client, wall: Address
) -> None:
    heard: list[object] = []
    keys = Keys(user=client_of(sandbox, "withdrawn"))
    channel = Vk(client, alarm=heard.append, group_id=sandbox.vk.group_id, keys=keys)
    outcome = await channel.remove(MessageRef(wall, "1"))
    await channel.close()
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.NO_RIGHTS
    assert heard == []


async def test_a_file_goes_with_the_comment_and_stays_when_its_words_change(
    speaking: Open, tmp_path: Path, vk: VkWorld, post: Post, wall: Address
) -> None:
    (tmp_path / "form").write_bytes(b"%PDF form")
    file = Attachment(MediaKind.DOCUMENT, "x", "Заявление.pdf", 9, path="form", origin="telegram")
    channel = speaking("user")
    sent = await channel.send(wall, Rendered(Content("Бланк", attachments=(file,)), nonce="n"))
    assert isinstance(sent, Sent)
    (answer,) = said(post)
    assert [vk.attachments[key].title for key in answer.attachments] == ["Заявление.pdf"]
    changed = Rendered(Content("Вот бланк", attachments=(file,)), nonce="n")
    assert await channel.edit(MessageRef(wall, sent.ids[0]), changed, has_files=True) == sent
    assert (answer.text, len(answer.attachments)) == ("Вот бланк", 1)


def test_a_wall_is_no_dialog() -> None:
    assert is_public(Address("vk", "wall-1_2"))
    assert is_public(Address("vk", "topic-1_2"))
    assert not is_public(Address("vk", "301"))


def test_a_guid_is_stable_and_never_shared() -> None:
    assert guid_of("a") == guid_of("a") != guid_of("b")
    assert guid_of("") != guid_of("")
