"""The queue of updates, and the method with which a bot takes them: long polling."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botapi.clock import Clock
from botapi.errors import BadGateway, Conflict
from botapi.methods import Method
from botapi.parameters import Parameters
from botapi.webhook import Webhook

if TYPE_CHECKING:
    from botapi.state import State

# What the documentation leaves out unless a bot asks for it by name.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_SECONDS = {"inline_query": 30.0, "callback_query": 150.0}
_USUAL_SECONDS = 24 * 3600.0
_LONGEST_POLL = 50
_LARGEST_BATCH = 100
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True)
class _Update:
    id: int
    expires: float
    body: dict[str, Any]


class Updates:
    """Updates that the bot has not confirmed yet. While it `has_rival`, another copy of it ends each of its polls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: deque[_Update] = deque()
        self._next_id = 700_000_001
        self._poll = 0
        self.allowed: tuple[str, ...] = ()
        self.webhook: Webhook | None = None
        self.has_rival = False
        self.polls = 0

    def push(self, kind: str, body: dict[str, Any]) -> bool:
        """Queue an update, unless the bot does not want that kind; what was not queued is lost for good."""
        if kind not in self.allowed if self.allowed else kind in _ONLY_ON_REQUEST:
            return False
        expires = self._clock.now() + _SECONDS.get(kind, _USUAL_SECONDS)
        self._queue.append(_Update(self._next_id, expires, {"update_id": self._next_id, kind: body}))
        self._next_id += 1
        return True

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; None keeps what it said before, an empty list is the usual set."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def confirm(self, offset: int) -> None:
        """Forget updates before the offset; a negative one keeps that many from the end."""
        if offset > 0:
            while self._queue and self._queue[0].id < offset:
                self._queue.popleft()
        elif offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()

    def drop(self) -> None:
        """Forget all updates."""
        self._queue.clear()

    def waiting(self) -> list[dict[str, Any]]:
        """The updates that would be delivered now, oldest first."""
        now = self._clock.now()
        self._queue = deque(update for update in self._queue if update.expires > now)
        return [update.body for update in self._queue]

    def begin_poll(self) -> int:
        """A new getUpdates request; it ends the one before."""
        self._poll += 1
        self.polls += 1
        return self._poll

    def interruption(self, poll: int) -> str:
        """What has ended a poll early, if anything has: a later poll, another copy of the bot, or a webhook."""
        if self.webhook:
            return "terminated by setWebhook request"
        return _OTHER_POLL if poll != self._poll or self.has_rival else ""


def _get_updates(state: "State", given: Parameters) -> list[dict[str, Any]]:
    updates = state.updates
    if updates.webhook:
        raise Conflict(_WEBHOOK_ACTIVE)
    timeout = min(max(given.integer("timeout"), 0), _LONGEST_POLL)
    limit = given.integer("limit", _LARGEST_BATCH)
    updates.allow(given.nested("allowed_updates"))
    updates.confirm(given.integer("offset"))
    poll = updates.begin_poll()
    state.changed()

    def is_over() -> bool:
        return bool(updates.interruption(poll)) or state.faults.down or given.hung_up.is_set()

    state.wait_for(lambda: is_over() or bool(updates.waiting()), timeout)
    if interruption := updates.interruption(poll):
        raise Conflict(interruption)
    if state.faults.down:
        raise BadGateway
    return updates.waiting()[: min(max(limit, 1), _LARGEST_BATCH)]


METHODS = (Method("getUpdates", _get_updates, "offset limit timeout allowed_updates"),)
