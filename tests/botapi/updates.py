"""The queue of updates, and the methods with which a bot takes them: long polling."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botapi.clock import Clock
from botapi.errors import BadGateway, Conflict
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.state import State

# What the documentation leaves out unless a bot asks for it by name.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_SECONDS = {"inline_query": 30.0, "callback_query": 150.0}
_USUAL_SECONDS = 24 * 3600.0
_LONGEST_POLL = 50
_LARGEST_BATCH = 100


@dataclass(frozen=True)
class _Update:
    id: int
    expires: float
    body: dict[str, Any]


class Updates:
    """Updates that the bot has not confirmed yet."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queue: deque[_Update] = deque()
        self._next_id = 700_000_001
        self._poll = 0
        self.allowed: tuple[str, ...] = ()
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

    def is_current(self, poll: int) -> bool:
        """Whether no later getUpdates request came."""
        return poll == self._poll


def _get_updates(state: "State", given: Parameters) -> list[dict[str, Any]]:
    updates = state.updates
    timeout = min(max(given.integer("timeout"), 0), _LONGEST_POLL)
    limit = given.integer("limit", _LARGEST_BATCH)
    updates.allow(given.nested("allowed_updates"))
    updates.confirm(given.integer("offset"))
    poll = updates.begin_poll()
    state.changed()

    def is_over() -> bool:
        return not updates.is_current(poll) or state.faults.down or given.hung_up.is_set()

    state.wait_for(lambda: is_over() or bool(updates.waiting()), timeout)
    if not updates.is_current(poll):
        raise Conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
    if state.faults.down:
        raise BadGateway
    return updates.waiting()[: min(max(limit, 1), _LARGEST_BATCH)]


def _delete_webhook(state: "State", given: Parameters) -> bool:
    if given.flag("drop_pending_updates"):
        state.updates.drop()
    return True


def _get_webhook_info(state: "State", _given: Parameters) -> dict[str, Any]:
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting()),
    }
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    return info


METHODS = (
    Method("getUpdates", _get_updates, "offset limit timeout allowed_updates"),
    Method("deleteWebhook", _delete_webhook, "drop_pending_updates"),
    Method("getWebhookInfo", _get_webhook_info),
)
