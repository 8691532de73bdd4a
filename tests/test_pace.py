"""Messages keep Telegram's rates and the silences that it orders, and who waits delays nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.pace import IN_ALL, IN_ALL_SECONDS, IN_GROUP, IN_GROUP_SECONDS, MARGIN, PATIENCE, Pace

GROUP, ANNA, BORIS = -100, 1, 2


class World:
    """A clock that stands still while nobody waits, and a Telegram that says when it was called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.called: list[tuple[float, str, Any]] = []
        self.refusals: list[Exception] = []
        self.pace = Pace(lambda: self.now)
        monkeypatch.setattr("bot.telegram.pace.asyncio.sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds

    async def call(self, chat: int | str | None, endpoint: str = "sendMessage") -> Any:
        async def callback() -> bool:
            self.called.append((self.now, endpoint, chat))
            if self.refusals:
                raise self.refusals.pop(0)
            return True

        data = {} if chat is None else {"chat_id": chat}
        return await self.pace.process_request(callback, (), {}, endpoint, data, None)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # otherwise the library warns whoever makes such an error
    return World(monkeypatch)


def most(times: list[float], seconds: float) -> int:
    """The most calls within so many seconds."""
    return max(sum(start <= other < start + seconds for other in times) for start in times)


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    async def awaited() -> Any:
        return await work()

    return asyncio.run(awaited())


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendPhoto", "editMessageText"])
def test_a_group_gets_no_more_than_it_may(world: World, endpoint: str) -> None:
    """In no minute are there more messages, new or changed, than Telegram takes."""

    async def flood() -> None:
        for _ in range(3 * IN_GROUP):
            await world.call(GROUP, endpoint)

    run(flood)
    assert most([at for at, _, _ in world.called], IN_GROUP_SECONDS) == IN_GROUP


def test_all_chats_together_get_no_more_than_they_may(world: World) -> None:
    """The limit of all chats holds for private ones too."""

    async def flood() -> None:
        for chat in range(1, 4 * IN_ALL):
            await world.call(chat)

    run(flood)
    assert most([at for at, _, _ in world.called], IN_ALL_SECONDS) == IN_ALL


@pytest.mark.parametrize("endpoint", ["getChatMember", "sendChatAction", "deleteMessage"])
def test_what_is_no_message_does_not_count(world: World, endpoint: str) -> None:
    """Looking somebody up, or showing that a picture is on its way, waits for nothing."""

    async def flood() -> None:
        for _ in range(5 * IN_GROUP):
            await world.call(GROUP, endpoint)
        await world.call(None, "answerInlineQuery")

    run(flood)
    assert {at for at, _, _ in world.called} == {1000.0}


def test_a_silence_is_kept_and_then_it_is_tried_again(world: World) -> None:
    """The message comes when the seconds that Telegram asked for are over."""
    world.refusals = [RetryAfter(7), RetryAfter(3)]
    assert run(lambda: world.call(ANNA))
    assert [at for at, _, _ in world.called] == pytest.approx([1000.0, 1007.0 + MARGIN, 1010.0 + 2 * MARGIN])


def test_a_silence_in_one_chat_is_none_in_another(world: World) -> None:
    """Whoever is written to meanwhile notices nothing; in the silent chat everything waits."""
    world.refusals = [RetryAfter(30)] * (PATIENCE + 1)
    with pytest.raises(RetryAfter):
        run(lambda: world.call(GROUP))
    before = world.now
    run(lambda: world.call(BORIS))
    assert world.now == before
    run(lambda: world.call(GROUP, "getChatMember"))
    assert world.now == pytest.approx(before + 30 + MARGIN)


def test_other_refusals_are_passed_on(world: World) -> None:
    """They are no matter of speed."""
    world.refusals = [BadRequest("something")]
    with pytest.raises(BadRequest):
        run(lambda: world.call(ANNA))
    assert len(world.called) == 1
