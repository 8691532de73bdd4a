"""Floods in a group: answers stop, with one notice, and cost nobody else an answer."""

import asyncio
from collections import Counter

import pytest

from bot.telegram.damping import MINUTE, OF_GROUP, OF_PERSON, RESERVED, Admission, Damper
from bot.telegram.pace import IN_GROUP, Pace

GROUP, OTHER_GROUP = -100, -200


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def damper(time: Time) -> Damper:
    return Damper(Pace(time))


def admissions(damper: Damper, person: int, times: int, group: int = GROUP) -> list[Admission]:
    """What happens to some questions in a row."""
    return [damper.admit(group, person) for _ in range(times)]


def test_one_person_is_stopped_and_told_once(damper: Damper) -> None:
    """So many answers, one notice, and then silence."""
    expected = [Admission.ANSWER] * OF_PERSON + [Admission.NOTICE] + [Admission.SILENCE] * 20
    assert admissions(damper, 1, OF_PERSON + 21) == expected


def test_a_flood_costs_others_nothing(damper: Damper) -> None:
    """Somebody else, and another group, are answered all the same."""
    admissions(damper, 1, 100)
    assert damper.admit(GROUP, 2) is Admission.ANSWER
    assert damper.admit(OTHER_GROUP, 1) is Admission.ANSWER


def test_a_minute_later_it_goes_on(damper: Damper, time: Time) -> None:
    """Answers come again when the last ones are a minute old; a new flood then is told of anew."""
    admissions(damper, 1, 20)
    time.now += MINUTE
    assert admissions(damper, 1, OF_PERSON + 2) == [Admission.ANSWER] * OF_PERSON + [Admission.NOTICE, Admission.SILENCE]


def test_who_does_not_stop_is_not_told_again(damper: Damper, time: Time) -> None:
    """A question every second for ten minutes: a few answers a minute, and one notice in all."""
    found: Counter[Admission] = Counter()
    for _ in range(600):
        found[damper.admit(GROUP, 1)] += 1
        time.now += 1
    assert found[Admission.NOTICE] == 1
    assert OF_PERSON * 9 <= found[Admission.ANSWER] <= OF_PERSON * 11


def test_the_last_places_are_for_newcomers(damper: Damper) -> None:
    """Where many ask much, who has had no answer yet still gets one."""
    people = range(1, 4)
    busy = [damper.admit(GROUP, person) for _ in range(OF_PERSON) for person in people]
    assert busy.count(Admission.ANSWER) == OF_GROUP - RESERVED
    assert damper.admit(GROUP, 99) is Admission.ANSWER


def test_a_group_is_told_once(damper: Damper) -> None:
    """Where many ask a little, only one of them hears that it is too much."""
    found = Counter(damper.admit(GROUP, person) for person in range(1, 101))
    assert found == {Admission.ANSWER: OF_GROUP, Admission.NOTICE: 1, Admission.SILENCE: 99 - OF_GROUP}


def test_nothing_is_said_that_would_have_to_wait(time: Time) -> None:
    """Where other messages have used up what the group may be sent, nobody gets an answer, nor a notice."""
    pace = Pace(time)

    async def fill() -> None:
        async def sent() -> bool:
            return True

        for _ in range(IN_GROUP):
            await pace.process_request(sent, (), {}, "sendMessage", {"chat_id": GROUP}, None)

    asyncio.run(fill())
    damper = Damper(pace)
    assert damper.admit(GROUP, 1) is Admission.SILENCE
    assert damper.admit(OTHER_GROUP, 1) is Admission.ANSWER  # although for a moment nothing more can be sent anywhere
    time.now += MINUTE
    assert damper.admit(GROUP, 1) is Admission.ANSWER


def test_a_group_never_gets_more_than_telegram_allows(damper: Damper, time: Time) -> None:
    """Whoever asks whatever: in no minute is more said than a group may be sent, notices included."""
    said: list[float] = []
    for second in range(600):
        answers = [damper.admit(GROUP, person) for person in range(second % 7, 60, 7)]
        said += [time.now] * sum(answer is not Admission.SILENCE for answer in answers)
        time.now += 1
    assert max(sum(start <= other < start + MINUTE for other in said) for start in said) <= IN_GROUP
