"""Everything that may be set, section by section, with its defaults; see `config.toml`.

Values are validated one by one here; what must fit together is in `checks.py`. Secrets never show
in a repr: take them with `.get_secret_value()`.
"""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from appeals.model import Role
from bot.durations import Duration, duration
from bot.settings.kinds import (
    Ahead,
    BotToken,
    Code,
    CommunityId,
    GroupId,
    Hours,
    Name,
    Night,
    Port,
    Positive,
    Proxy,
    Reminders,
    Secret,
    Server,
    Span,
    StorageUrl,
    Text,
    UserId,
    Window,
    Zone,
)
from bot.settings.regular import Daily, DayOfQuarter, Hour, Regular, Weekly
from handlers.office import FirstSign, NeedsAnswer

OFFLINE = "offline"
Kind = Literal[
    "consultation",
    "message",
    "problem",
    "comment",
    "mention",
    "formal",
    "complaint",
    "epgu",
    "offline",
]
WINDOWS: dict[str, str] = {
    "consultation": "24h",
    "message": "2h",
    "problem": "2h",
    "comment": "2h",
    "mention": "4h",
    "formal": "30d",
    "complaint": "30d",
    "epgu": "15wd",
}
ESCALATION: tuple[dict[str, str], ...] = (
    {"after": "0s", "to": "executor"},
    {"after": "2h", "to": "head"},
    {"after": "4h", "to": "controller"},
)
WARNINGS: dict[str, tuple[str, ...]] = {
    "consultation": ("4h", "1h"),
    "message": ("30m",),
    "problem": ("30m",),
    "comment": ("30m",),
    "mention": ("1h",),
    "formal": ("3d", "1d"),
    "complaint": ("3d", "1d"),
    "epgu": ("3wd", "1wd"),
    "offline": ("1d",),
}
"""Of `offline` where it has a window of more than a day; else as a consultation (`_warnings`)."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Section(BaseModel):
    """A part of the settings: unknown keys are mistakes, and nothing changes after start."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
    )


class Authority(Section):
    """Who answers here. `zone_label` is how people name the zone, "UTC+7" when not given."""

    name: Text
    short_name: str = ""
    timezone: Zone
    zone_label: str = ""
    mention_names: tuple[str, ...] = ()


class Telegram(Section):
    """The Telegram channel; without a token it is off. `personal_data`: F4, 41-ФЗ."""

    token: BotToken = None
    api_url: Server = "https://api.telegram.org"
    proxy: Proxy = None
    private_kind: Kind = "consultation"
    moderator_chat: GroupId | None = None
    consultation_chats: tuple[GroupId, ...] = ()
    channels: tuple[GroupId, ...] = ()
    personal_data: bool = True
    per_second: Positive = 30
    chat_per_second: Positive = 1
    group_per_minute: Positive = 20


class ProblemCategory(Section):
    """One line of «Сообщить о проблеме»; `code` stands in links: vk.me/<name>?ref=report_<code>."""

    code: Code
    name: Text
    department: str = ""


class Vk(Section):
    """The VK channel; without a token it is off.

    `mentions_every`: how often it is searched for mentions elsewhere (A5).
    """

    token: Secret = None
    service_token: Secret = None
    user_token: Secret = None
    group_id: CommunityId | None = None
    api_url: Server = "https://api.vk.ru"
    message_kind: Kind = "message"
    personal_data: bool = True
    problem_categories: tuple[ProblemCategory, ...] = ()
    mentions_every: Span = timedelta(minutes=3)


class Public(Section):
    """How the authority answers where others read along (SVERD 6.3.1).

    `comments`: which comments below its own posts become appeals by themselves; `comment_words` are
    the beginnings of words that `comments = "words"` looks for. The signs say how somebody who asks
    learns that the question was received; `joined_within` for how long a person's next message in
    public adds to the one before.
    """

    comments: NeedsAnswer = NeedsAnswer.QUESTION
    comment_words: tuple[Text, ...] = ()
    group_sign: FirstSign = FirstSign.REPLY
    comment_sign: FirstSign = FirstSign.REACTION
    joined_within: Span = timedelta(minutes=10)


class Storage(Section):
    """Where the data lives: a database and a folder for attachments."""

    url: StorageUrl = SecretStr("sqlite+aiosqlite:///data/otklik.db")
    files: Path = Path("data/files")


class Web(Section):
    """Where /healthz and /metrics answer."""

    host: Text = "127.0.0.1"
    port: Port = 8081


class Department(Section):
    """A department: its head and the employees on duty, by their Telegram ids."""

    id: Name
    name: Text
    head: UserId | None = None
    duty: tuple[UserId, ...] = ()


class StaffMember(Section):
    """An employee as the settings introduce them; the database rules afterwards."""

    id: UserId
    name: Text
    position: str = ""
    roles: tuple[Role, ...] = (Role.MODERATOR,)
    department: str = ""


class Moderation(Section):
    """House rules of the moderator chat.

    Among the questions of the last `similar_within` a new one is looked up: staff are offered to
    gather those about one matter. With no time at all nothing is looked up.
    """

    note_prefix: Text = "//"
    undo: Span = timedelta(seconds=10)
    show_executor: bool = True
    similar_within: Span = timedelta(days=3)


class Step(Section):
    """A step after the deadline."""

    after: Window
    to: Literal["executor", "head", "controller"]


class Policy(Section):
    """How soon a kind of appeal is answered, and who hears of it when it is not."""

    answer_within: Window | None = None
    clock: Literal["always", "office"] = "always"
    warn_before: tuple[Window, ...] = ()
    escalate: tuple[Step, ...] = ()
    pause_on_clarify: bool = False
    paused_reminder: Window = Duration(days=7)


class Sla(Section):
    """The policies, one per kind; what is not given is the kind's own (`WINDOWS`, `WARNINGS`)."""

    consultation: Policy
    message: Policy
    problem: Policy
    comment: Policy
    mention: Policy
    formal: Policy
    complaint: Policy
    epgu: Policy
    offline: Policy

    @model_validator(mode="before")
    @classmethod
    def _own_windows(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        filled = dict(given)
        for kind, warnings in WARNINGS.items():
            policy = filled.get(kind, {})
            if isinstance(policy, dict):
                warned = _warnings(filled, policy) if kind == OFFLINE else warnings
                own = {"answer_within": WINDOWS.get(kind), "warn_before": warned}
                filled[kind] = own | {"escalate": ESCALATION} | policy
        return filled

    def kinds(self) -> tuple[str, ...]:
        """All kinds that have a policy."""
        return tuple(WARNINGS)

    def policy(self, kind: str) -> Policy:
        """The policy of a kind."""
        policy: Policy = getattr(self, kind)
        return policy

    def window(self, kind: str) -> Duration | None:
        """Within which time an appeal of this kind is answered; None: as registered."""
        policy: Policy = getattr(self, kind)
        return policy.answer_within


def _warnings(sla: dict[str, object], offline: dict[str, object]) -> object:
    """A warning a day before a deadline in a day would never come.

    What has no window of its own is answered, and warned of, as a consultation.
    """
    own = WARNINGS["consultation"]
    try:
        if "answer_within" in offline:
            window = duration(offline["answer_within"])
            return WARNINGS[OFFLINE] if window.about > timedelta(days=1) else own
        consultation = sla["consultation"]
        given = consultation["warn_before"] if isinstance(consultation, dict) else own
        return tuple(duration(one) for one in given)
    except (ValueError, TypeError):
        return own  # what is wrong there is said of the key it stands at


class Calendar(Section):
    """Office hours by weekday, days that differ from the state calendar, quiet hours.

    `short_before_holidays`: the office closes an hour earlier then (ТК РФ 95).
    """

    office_hours: dict[Weekday, Hours] = Field(default_factory=dict)
    extra_days_off: tuple[date, ...] = ()
    extra_workdays: tuple[date, ...] = ()
    quiet_hours: Night | None = None
    short_before_holidays: bool = True


class Control(Section):
    """When control reports (APPEALS 24): what falls due, what was missed, that all is well."""

    preventive: Weekly = Regular(time(9), "mon")
    final: Weekly = Regular(time(16), "fri")
    alive: Daily = Regular(time(9, 30))


class Quarterly(Section):
    """When the quarterly survey opens: `day` 1–28 of the quarter's first month, or "last"."""

    survey: Text
    day: DayOfQuarter
    time: Hour


class Surveys(Section):
    """Questionnaires, the key file and the smallest groups that may be told apart.

    `remind_after_days` after the opening those invited are reminded who have not answered. Posts
    are drafted for `post_channels`, or else for `telegram.channels`; `results_url` is where results
    are published, `{wave}` in it stands for the wave.
    """

    folder: Path = Path("surveys")
    key_file: Path | None = None
    k_clients: Positive = 5
    k_staff: Positive = 10
    quarterly: tuple[Quarterly, ...] = ()
    field_days: Positive = 14
    remind_after_days: Reminders = (7,)
    post_channels: tuple[GroupId, ...] | None = None
    results_url: Server = ""

    @model_validator(mode="before")
    @classmethod
    def _one_is_a_list(cls, given: object) -> object:
        if isinstance(given, dict) and isinstance(given.get("quarterly"), dict):
            return given | {"quarterly": [given["quarterly"]]}
        return given


class Texts(Section):
    """The authority's own wording: *.ftl files here replace messages of the same name."""

    folder: Path | None = None


class Log(Section):
    """How the program tells what it does."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Sandbox(Section):
    """Set by the sandbox only: opens what moves the clock and looks inside.

    `clock_offset`: seconds by which the clock is ahead at start. `steady_too`: limits and pauses
    pass as fast as the clock that is moved; for trials that play hours in minutes.
    """

    control: bool = False
    clock_offset: Ahead = 0.0
    steady_too: bool = False


class Settings(Section):
    """All settings of one installation (F3: one installation serves one authority)."""

    preset: str = ""
    authority: Authority
    telegram: Telegram = Telegram()
    vk: Vk = Vk()
    public: Public = Public()
    storage: Storage = Storage()
    web: Web = Web()
    departments: tuple[Department, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    moderation: Moderation = Moderation()
    sla: Sla = Field(default_factory=lambda: Sla.model_validate({}))
    calendar: Calendar = Calendar()
    control: Control = Control()
    surveys: Surveys = Surveys()
    texts: Texts = Texts()
    log: Log = Log()
    sandbox: Sandbox = Sandbox()
