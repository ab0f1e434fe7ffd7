"""Posting on the community's wall, for which VK wants an administrator's own token."""

from bot.mending import mended
from bot.vk.client import Client, Lane
from bot.vk.failures import CallFailed
from bot.vk.outcomes import outcome_of
from handlers.conversation import Outcome, Sent, Unknown


class Wall:
    """`client` calls with the token of an administrator of community `group_id`."""

    def __init__(self, client: Client, group_id: int) -> None:
        self._client, self._group_id = client, group_id

    async def post(self, text: str, guid: str) -> Outcome:
        """Post in the community's name; the same `guid` again posts nothing.

        `Sent.ids[0]` is where the post stands. Never raises for what VK does.
        """
        values = {
            "owner_id": -self._group_id,
            "from_group": 1,
            "message": mended(text),
            "guid": guid,
        }
        try:
            answer = await self._client.call("wall.post", values, Lane.ASIDE)
        except CallFailed as error:
            return outcome_of(error)
        number = answer.get("post_id") if isinstance(answer, dict) else None
        if type(number) is not int:
            return Unknown("no number in the answer")
        return Sent((f"https://vk.com/wall-{self._group_id}_{number}",))

    def close(self) -> None:
        """Let the threads go."""
        self._client.close()
