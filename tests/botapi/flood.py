"""How much a bot may say: Telegram's rates, and the silences that it orders with 429."""

import math
from collections import deque
from dataclasses import dataclass

from botapi.clock import Clock
from botapi.errors import TooManyRequests
from botapi.journal import Journal
from botapi.messages import Chat

IN_ALL = 30
IN_ALL_SECONDS = 1.0
IN_GROUP = 20
IN_GROUP_SECONDS = 60.0
IN_CHAT_SECONDS = 1.0
# Requests that were already on their way when the bot was told to be silent are refused, but not held against it.
IN_FLIGHT_SECONDS = 0.2

_EVERYWHERE = None


@dataclass(frozen=True)
class _Silence:
    begins: float
    ends: float


class Flood:
    """Decides whether a message may be sent now.

    30 messages a second in all and 20 a minute in a group are enforced; one a second in a chat is only advice, because
    Telegram tolerates short bursts.
    """

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self._ordered: dict[int, int] = {}
        self._silences: dict[int | None, _Silence] = {}
        self._in_all: deque[float] = deque()
        self._in_chat: dict[int, deque[float]] = {}

    def order(self, chat_id: int, retry_after: int) -> None:
        """Answer the next message into the chat with 429."""
        self._ordered[chat_id] = retry_after

    def admit(self, method: str, chat_id: int, chat: Chat | None, *, is_message: bool) -> None:
        """Let a request into a chat through, or raise TooManyRequests; only messages count towards the rates."""
        self._keep_silence(method, chat_id, is_message=is_message)
        if not is_message:
            return
        if chat_id in self._ordered:
            self._silence(chat_id, self._ordered.pop(chat_id))
        now = self._clock.now()
        in_chat = self._in_chat.setdefault(chat_id, deque())
        if in_chat and now - in_chat[-1] < IN_CHAT_SECONDS:
            self._journal.advisory(method, f"more than one message a second into chat {chat_id}")
        if (wait := _wait(self._in_all, now, IN_ALL, IN_ALL_SECONDS)) > 0:
            self._silence(_EVERYWHERE, math.ceil(wait))
        if chat and chat.is_group and (wait := _wait(in_chat, now, IN_GROUP, IN_GROUP_SECONDS)) > 0:
            self._silence(chat_id, math.ceil(wait))
        self._in_all.append(now)
        in_chat.append(now)

    def _keep_silence(self, method: str, chat_id: int, *, is_message: bool) -> None:
        now = self._clock.now()
        for place in (chat_id, _EVERYWHERE) if is_message else (chat_id,):
            silence = self._silences.get(place)
            if silence is None or now >= silence.ends:
                continue
            remaining = silence.ends - now
            if now - silence.begins > IN_FLIGHT_SECONDS:
                self._journal.violation(method, f"request into chat {chat_id} {remaining:.1f} s before retry_after has passed")
            raise TooManyRequests(math.ceil(remaining))

    def _silence(self, place: int | None, seconds: int) -> None:
        now = self._clock.now()
        self._silences[place] = _Silence(now, now + seconds)
        raise TooManyRequests(seconds)


def _wait(sent: deque[float], now: float, most: int, seconds: float) -> float:
    """How long until another message fits into the window; forgets what has left it."""
    while sent and now - sent[0] >= seconds:
        sent.popleft()
    return seconds - (now - sent[0]) if len(sent) >= most else 0.0
