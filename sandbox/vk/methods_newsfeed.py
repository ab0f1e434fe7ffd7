"""Methods by which a program finds what is said elsewhere: searching, and mentions."""

import re
from typing import Any

from sandbox.vk import wall_wire
from sandbox.vk.params import Params
from sandbox.vk.refusals import wrong
from sandbox.vk.registry import offer
from sandbox.vk.world import VkWorld

DAY = 24 * 3600
SEARCH_USUAL, SEARCH_MOST = 30, 200
MENTIONS_USUAL, MENTIONS_MOST = 20, 50
SHORTEST_STEM = 4
_WORD = re.compile(r"\w+")

Json = dict[str, Any]


@offer(
    "newsfeed.search",
    kinds="user service",
    optional="q extended count latitude longitude start_time end_time start_from fields",
)
def search(vk: VkWorld, params: Params) -> object:
    """Find posts and comments with these words, in any case, the newest first.

    What is too fresh has not been indexed yet.
    """
    query = params.text("q")
    if not query.strip():
        raise wrong("q is undefined")
    found = [one for one in _standing(vk, params) if _has_words(str(one["text"]), query)]
    at = params.text("start_from")
    begin = int(at) if at.isdigit() else 0
    count = params.within("count", SEARCH_USUAL, SEARCH_MOST)
    page = found[begin : begin + count]
    answer: Json = {"items": page, "count": len(page), "total_count": len(found)}
    if len(found) > begin + count:
        answer["next_from"] = str(begin + count)
    if params.flag("extended"):
        answer |= wall_wire.people_of(vk, {int(one["from_id"]) for one in page})
        answer["suggested_queries"] = []
    return answer


@offer("newsfeed.getMentions", kinds="user", optional="owner_id start_time end_time offset count")
def mentions(vk: VkWorld, params: Params) -> object:
    """List posts and comments that link to the community, the newest first."""
    owner = params.integer("owner_id", vk.own_wall) or 0
    named = f"[club{-owner}|" if owner < 0 else f"[id{owner}|"
    found = [one for one in _standing(vk, params) if named in str(one["text"])]
    offset = params.within("offset", 0, 10**9)
    page = found[offset : offset + params.within("count", MENTIONS_USUAL, MENTIONS_MOST)]
    return {"count": len(found), "items": page}


def _standing(vk: VkWorld, params: Params) -> list[Json]:
    """All that stands on walls within the wanted time, as far as it is indexed."""
    now = vk.world.unix_now()
    since = params.integer("start_time") or now - DAY
    until = min(params.integer("end_time") or now, now - int(vk.settings.index_seconds))
    found: list[Json] = []
    for post in vk.posts.values():
        if post.kind != "post":
            continue
        found.append(wall_wire.event_post(post))
        found += [wall_wire.found_comment(vk, post, one) for one in post.standing]
    found = [one for one in found if since <= one["date"] <= until]
    return sorted(found, key=lambda one: (one["date"], one["id"]), reverse=True)


def _has_words(text: str, query: str) -> bool:
    """Every word of the query begins some word of the text, ends of words apart."""
    if "." in query or "[" in query:
        return query.casefold() in text.casefold()
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    wanted = _WORD.findall(query.casefold().replace("ё", "е"))
    return all(any(word.startswith(_stem(one)) for word in words) for one in wanted)


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - 2)]
