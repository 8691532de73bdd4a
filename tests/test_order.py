"""Updates of one chat keep their order, those of others do not wait for them."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Chat, Message, Update, User

from bot.telegram.order import MOST_AT_ONCE, ByChat

ANNA, BEN = 1, 2


def update_of(chat_id: int) -> Update:
    """A message in a private chat."""
    chat = Chat(chat_id, "private")
    return Update(1, message=Message(1, None, chat, from_user=User(chat_id, "Somebody", is_bot=False)))  # type: ignore[arg-type]


class Handling:
    """Handles updates one step at a time, as the test lets them, and notes what happens."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self._may_end = {name: asyncio.Event() for name in "abc"}

    async def handle(self, name: str) -> None:
        """Begin, and end when the test says so."""
        self.events.append(f"{name} begins")
        await self._may_end[name].wait()
        self.events.append(f"{name} ends")

    async def end(self, *names: str) -> None:
        """Let updates end, one after the other, and everything happen that then can."""
        for name in names:
            self._may_end[name].set()
            await settle()


async def settle() -> None:
    """Let everything happen that can happen without a further event."""
    for _ in range(10):
        await asyncio.sleep(0)


def played(chats: dict[str, object], play: Callable[[Handling], Awaitable[None]]) -> list[str]:
    """What happens when the updates come at the same time, in this order."""

    async def run() -> list[str]:
        handling, processor = Handling(), ByChat()
        await processor.initialize()
        tasks = [asyncio.create_task(processor.process_update(update, handling.handle(name))) for name, update in chats.items()]
        await settle()
        await play(handling)
        await asyncio.gather(*tasks)
        await processor.shutdown()
        return handling.events

    return asyncio.run(run())


def test_a_chat_is_answered_in_order() -> None:
    """The second message of a chat is not begun before the first is done, nor the third before the second."""
    chats: dict[str, object] = {"a": update_of(ANNA), "b": update_of(ANNA), "c": update_of(ANNA)}
    assert played(chats, lambda handling: handling.end("c", "b", "a")) == [
        *("a begins", "a ends"),
        *("b begins", "b ends"),
        *("c begins", "c ends"),
    ]


def test_chats_do_not_wait_for_each_other() -> None:
    """While one chat's message takes its time, another's is begun and done."""
    chats: dict[str, object] = {"a": update_of(ANNA), "b": update_of(ANNA), "c": update_of(BEN)}
    assert played(chats, lambda handling: handling.end("c", "a", "b")) == [
        *("a begins", "c begins", "c ends"),
        *("a ends", "b begins", "b ends"),
    ]


@pytest.mark.parametrize("update", [Update(1), "no update at all"])
def test_updates_of_no_chat_keep_their_order_too(update: object) -> None:
    """What belongs to no chat is handled one after the other, beside the chats."""
    chats = {"a": update, "b": update, "c": update_of(ANNA)}
    assert played(chats, lambda handling: handling.end("c", "b", "a")) == [
        *("a begins", "c begins", "c ends"),
        *("a ends", "b begins", "b ends"),
    ]


def test_a_failure_does_not_hold_up_its_chat() -> None:
    """After an update that could not be handled the chat's next one has its turn."""

    async def run() -> bool:
        processor, handled = ByChat(), asyncio.Event()

        async def fails() -> None:
            raise ValueError("broken")

        async def works() -> None:
            handled.set()

        with pytest.raises(ValueError, match="broken"):
            await processor.process_update(update_of(ANNA), fails())
        await processor.process_update(update_of(ANNA), works())
        return handled.is_set()

    assert asyncio.run(run())


def test_a_chat_with_very_many_messages_keeps_nobody_waiting() -> None:
    """However many messages of one chat wait for the first, another chat's is handled."""

    async def run() -> bool:
        processor, first_may_end, done = ByChat(), asyncio.Event(), asyncio.Event()

        async def waits() -> None:
            await first_may_end.wait()

        async def works() -> None:
            done.set()

        flood = [asyncio.create_task(processor.process_update(update_of(ANNA), waits())) for _ in range(MOST_AT_ONCE)]
        await settle()
        other = asyncio.create_task(processor.process_update(update_of(BEN), works()))
        await settle()
        was_done = done.is_set()
        first_may_end.set()
        await asyncio.gather(*flood, other)
        return was_done

    assert asyncio.run(run())


def test_only_so_many_chats_are_answered_at_once() -> None:
    """Of more chats than there are places the last waits, and has its turn as soon as one is done."""

    async def run() -> tuple[list[int], list[int]]:
        processor, may_end, begun = ByChat(), [asyncio.Event() for _ in range(MOST_AT_ONCE + 1)], []

        async def waits(number: int) -> None:
            begun.append(number)
            await may_end[number].wait()

        tasks = [
            asyncio.create_task(processor.process_update(update_of(number + 1), waits(number))) for number in range(len(may_end))
        ]
        await settle()
        at_first = begun[:]
        may_end[BEN].set()
        await settle()
        after_one = begun[:]
        for event in may_end:
            event.set()
        await asyncio.gather(*tasks)
        return at_first, after_one

    assert asyncio.run(run()) == (list(range(MOST_AT_ONCE)), list(range(MOST_AT_ONCE + 1)))
