"""What VK's refusals and the network's troubles mean for delivery."""

from typing import Any

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError
from vk_api.exceptions import ApiError, ApiHttpError

from bot.status import Trouble
from bot.vk.bodies import TooMuch
from bot.vk.failures import (
    Answered,
    CallFailed,
    Garbled,
    NeverSent,
    NoAnswer,
    answered_within,
    failure_of,
)
from bot.vk.outcomes import harmless, outcome_of, trouble_of
from handlers.conversation import Later, Refusal, Refused, Unknown

TOKEN = "vk1.a.very-secret"


@pytest.mark.parametrize("code", [1, 6, 9, 10, 29, 36, 603])
def test_troubles_of_the_moment_are_waited_off(code: int) -> None:
    assert isinstance(outcome_of(Answered(code)), Later)


@pytest.mark.parametrize("code", [5, 14, 17, 27, 28, 1116, 1117])
def test_what_a_person_has_to_mend_gives_nothing_up(code: int) -> None:
    outcome = outcome_of(Answered(code))
    assert isinstance(outcome, Later)
    assert outcome.seconds >= 60


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (7, Refusal.NO_RIGHTS),
        (15, Refusal.NO_RIGHTS),
        (900, Refusal.BLOCKED),
        (901, Refusal.BLOCKED),
        (902, Refusal.BLOCKED),
        (1021, Refusal.BLOCKED),
        (18, Refusal.CHAT_GONE),
        (936, Refusal.CHAT_GONE),
        (921, Refusal.MESSAGE_GONE),
        (100, Refusal.OTHER),
        (909, Refusal.OTHER),
        (911, Refusal.OTHER),
        (912, Refusal.OTHER),
        (914, Refusal.OTHER),
        (77777, Refusal.OTHER),
    ],
)
def test_refusals_are_named_in_the_products_terms(code: int, reason: Refusal) -> None:
    assert outcome_of(Answered(code, "in VK's words")) == Refused(reason, f"{code} in VK's words")


def test_a_message_that_is_gone_is_named_so() -> None:
    refused = outcome_of(Answered(100, "One of the parameters …: message not found"))
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.MESSAGE_GONE


def test_a_lost_answer_is_a_doubt_only_where_something_could_have_happened() -> None:
    assert outcome_of(NoAnswer("no JSON")) == Unknown("no JSON")
    assert isinstance(harmless(outcome_of(NoAnswer("no JSON"))), Later)
    assert isinstance(outcome_of(NeverSent("status 404")), Later)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (requests.ConnectTimeout(), NeverSent),
        (requests.exceptions.SSLError(), NeverSent),
        (requests.exceptions.InvalidURL(), NeverSent),
        (requests.ReadTimeout(), NoAnswer),
        (requests.ConnectionError(ProtocolError("reset")), NoAnswer),
        (requests.exceptions.JSONDecodeError("no", "<html>", 0), Garbled),
        (RecursionError(), Garbled),
        (TooMuch(), Garbled),
        (KeyError("response"), NoAnswer),
    ],
)
def test_a_call_that_never_left_may_be_repeated(error: Exception, kind: type[CallFailed]) -> None:
    assert type(failure_of(error)) is kind


def test_a_refused_connection_was_never_a_call() -> None:
    pool = HTTPConnectionPool("127.0.0.1")
    reason = NewConnectionError(pool, "refused")  # type: ignore[arg-type] # any pool will do here
    error = requests.ConnectionError(MaxRetryError(pool, "/", reason))
    assert isinstance(failure_of(error), NeverSent)


@pytest.mark.parametrize(("status", "kind"), [(404, NeverSent), (502, NoAnswer)])
def test_a_gateway_below_500_turned_the_call_away(status: int, kind: type[CallFailed]) -> None:
    response = requests.Response()
    response.status_code = status
    assert type(failure_of(ApiHttpError(None, "m", {}, False, response))) is kind


def test_the_token_is_never_told_on() -> None:
    values = {"access_token": TOKEN}
    error = ApiError(None, "m", values, False, {"error_code": 5, "error_msg": f"bad {TOKEN}"})
    failure = failure_of(error, TOKEN)
    assert isinstance(failure, Answered)
    assert failure.detail == "5 bad ***"
    assert TOKEN not in repr(failure) + str(failure)


@pytest.mark.parametrize("error", [{}, "no", {"error_code": "5"}, None])
def test_an_error_without_a_code_is_no_answer(error: Any) -> None:
    broken = ApiError(None, "m", {}, False, {"error_code": 0, "error_msg": ""})
    broken.error = error
    assert isinstance(failure_of(broken), NoAnswer)


def test_a_refusal_within_an_answer_is_found() -> None:
    item = {"peer_id": 1, "error": {"code": 901, "description": "no"}}
    found = answered_within(item)
    assert found is not None
    assert found.code == 901
    assert answered_within({"conversation_message_id": 5}) is None
    assert answered_within(7) is None


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (Answered(5), Trouble.TOKEN),
        (Answered(27), Trouble.TOKEN),
        (Answered(14), Trouble.CAPTCHA),
        (Answered(6), Trouble.TOO_FAST),
        (Answered(10), Trouble.SERVER),
        (Answered(15), Trouble.REFUSED),
        (NeverSent("ConnectTimeout"), Trouble.NETWORK),
        (NoAnswer("no JSON"), Trouble.SERVER),
    ],
)
def test_receiving_knows_its_trouble(error: CallFailed, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble
