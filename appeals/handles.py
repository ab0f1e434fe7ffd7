"""The authority's addresses in messengers: links, @names and VK's «[club…|…]»."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HOSTS = r"(?:(?:www|m|new)\.)?(?:vk\.com|vk\.ru|vkontakte\.ru|vk\.me|t\.me|telegram\.me)"
_LINK = re.compile(rf"(?i)(?<![\w.@-]){_HOSTS}/(?:s/|write-?)?@?([\w.-]+)(?:[/?][^\s|\]]*)?")
_RESOLVED = re.compile(r"(?i)tg://resolve\?domain=(\w+)")
_OF_GROUP = re.compile(r"(?i)(?:wall|photo|video|topic|market|clip|album|club|public|event)-?(\d+)")
_WRITTEN = re.compile(r"(?<![\w.@/+-])[@*]([A-Za-z][\w.]{2,63}|\d+)")
_MARKED = re.compile(r"\[([A-Za-z][\w.]*)\|")
_OWN_WALL = re.compile(r"(?i)[?&=]w?=?wall-(\d+)_")
_GIVEN = re.compile(r"(?i)^(?:@|https?://|(?:www\.|m\.)?(?:vk|t|telegram)\.(?:com|ru|me)/)")


@dataclass(frozen=True, slots=True)
class Handles:
    """Short names in small letters, and the community's number in VK."""

    names: frozenset[str]
    group_id: str

    @classmethod
    def of(cls, given: Iterable[str], group_id: int | None) -> "Handles":
        """From names as people give them: with «@», as a link, or bare."""
        return cls(frozenset(filter(None, map(_short, given))), str(group_id or ""))

    @staticmethod
    def looks_like_one(name: str) -> bool:
        """An address rather than a name in words."""
        return bool(_GIVEN.match(name))

    def found(self, text: str, now: Iterable[str] = ()) -> str:
        """The first address of the authority in the text; empty when there is none.

        `now` are further short names of this moment.
        """
        names = self.names | frozenset(filter(None, map(_short, now)))
        for pattern in (_LINK, _RESOLVED, _WRITTEN, _MARKED):
            for match in pattern.finditer(text):
                if match[1].lower().rstrip(".") in names or self._is_group(match[1]):
                    return match[0].rstrip("|.")
                if self._is_group_wall(match[0]):
                    return match[0]
        return ""

    def _is_group(self, name: str) -> bool:
        """«club123», «wall-123_45»: its number alone, or its posts by it."""
        match = _OF_GROUP.match(name)
        if not match or not self.group_id or match[1] != self.group_id:
            return False
        return "-" in match[0] or match[0].lower().startswith(("club", "public", "event"))

    def _is_group_wall(self, link: str) -> bool:
        match = _OWN_WALL.search(link)
        return bool(match and self.group_id and match[1] == self.group_id)


def _short(name: str) -> str:
    """«https://vk.com/mintrud» and «@mintrud» are «mintrud»."""
    return name.strip().rstrip("/").rpartition("/")[2].lstrip("@").lower()
