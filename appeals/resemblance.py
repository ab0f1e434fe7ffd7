"""Which question is about the same matter as another one: for gathering many into an incident.

Questions are compared by their lemmas, greetings and small words left off: by how alike the sorted
words are, or, where one has more to say, by how much of the shorter one stands in the longer one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from rapidfuzz import fuzz

from appeals import morphology
from appeals.spelling import words_of

ALIKE = 74.0
"""`token_sort_ratio` of two questions about the same matter; checked on a corpus in the tests."""
CONTAINED = 92.0
"""The same by `token_set_ratio`, where at least `SHARED` words are in both."""
SHARED = 5
FEWEST = 3
"""With fewer words a question says too little to resemble another."""
_LONGEST = 60
_CANDIDATES, _COMPARED = 400, 60
_SMALL = frozenset(
    "и а но или да не ни же ли бы то что как так это в во на по с со к ко у о об от до за из для "
    "при про без под над мы вы я он она они мне нам вам вас нас мой ваш наш свой этот тот весь "
    "быть есть уже еще там тут здесь очень просто пожалуйста подсказать сказать здравствуйте "
    "добрый день вечер утро привет уважаемый спасибо помогите помочь ответить ответ вопрос "
    "когда где почему какой который".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it compares: its words that matter, and the same sorted in a line."""

    words: frozenset[str]
    line: str
    at: datetime


@dataclass
class Resemblance:
    """Questions of the last days in memory; filled again from the storage after a start.

    `last` is the newest appeal that was read from there.
    """

    last: int = 0
    _asked: dict[int, Asked] = field(default_factory=dict)
    _having: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def put(self, appeal_id: int, text: str, at: datetime) -> None:
        """Remember a question; another one under the same id is forgotten."""
        self.drop(appeal_id)
        asked = as_compared(text, at)
        if len(asked.words) < FEWEST:
            return
        self._asked[appeal_id] = asked
        for word in asked.words:
            self._having[word].add(appeal_id)

    def __contains__(self, appeal_id: int) -> bool:
        """Whether this question is remembered."""
        return appeal_id in self._asked

    def drop(self, appeal_id: int) -> None:
        """Forget a question."""
        asked = self._asked.pop(appeal_id, None)
        for word in asked.words if asked else ():
            having = self._having[word]
            having.discard(appeal_id)
            if not having:
                del self._having[word]

    def alike(self, text: str, since: datetime, limit: int, but: int = 0) -> Sequence[int]:
        """Questions about the same matter asked since then, the most alike first; never `but`."""
        asked = as_compared(text, since)
        if len(asked.words) < FEWEST:
            return []
        near = (one for one in self._near(asked.words) if one != but)
        found = [(score(asked, self._asked[one]), one) for one in near]
        old = [one for _, one in found if self._asked[one].at < since]
        best = sorted(((-points, one) for points, one in found if points and one not in old))
        for one in old:
            self.drop(one)
        return [one for _, one in best[:limit]]

    def _near(self, words: Iterable[str]) -> Sequence[int]:
        """Those that share most words; rare words are looked up first, and common ones no more."""
        shared: Counter[int] = Counter()
        rare = sorted((len(self._having[word]), word) for word in words if word in self._having)
        for _, word in rare:
            having = self._having[word]
            if len(shared) + len(having) > _CANDIDATES and shared:
                shared.update(one for one in list(shared) if one in having)
            else:
                shared.update(sorted(having)[-_CANDIDATES:])
        return [one for one, _ in shared.most_common(_COMPARED)]

    def __len__(self) -> int:
        """How many questions are remembered."""
        return len(self._asked)


def as_compared(text: str, at: datetime) -> Asked:
    """A question's words that matter."""
    kept = _kept(text)
    return Asked(frozenset(kept), " ".join(kept), at)


@lru_cache(maxsize=16)
def _kept(text: str) -> tuple[str, ...]:
    """The words, sorted. A new question is remembered and compared: it is read once for both."""
    lemmas = [morphology.lemma(word.text) for word in words_of(text)[:_LONGEST]]
    return tuple(sorted(word for word in lemmas if word not in _SMALL and not word.isdigit()))


def score(one: Asked, other: Asked) -> float:
    """How alike two questions are, from 0 to 100; 0 when they are not about the same matter."""
    alike = fuzz.ratio(one.line, other.line, score_cutoff=ALIKE)
    if alike or len(one.words & other.words) < SHARED:
        return alike
    return fuzz.token_set_ratio(one.line, other.line, score_cutoff=CONTAINED)
