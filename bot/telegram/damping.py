"""How much the bot says in a group: floods are answered with one notice, and cost nobody else an answer."""

from collections import OrderedDict, deque
from enum import Enum, auto

from bot.telegram.pace import IN_GROUP, Pace

MINUTE = 60.0
"""Seconds over which is counted."""

OF_PERSON = 5
"""Answers a minute to one person."""

RESERVED = 5
"""Of all answers a minute in a group, those that are left to people who have had none yet."""

NOTICES = 2
"""Messages a minute in a group that are kept free to say that there are too many questions."""

IN_ALL = IN_GROUP - 2
"""Messages a minute in a group that are said because of questions; the rest is for settings that change, and introductions."""

OF_GROUP = IN_ALL - NOTICES
"""Answers a minute in a group."""

EVERYBODY = 0
"""No person's number."""

MOST_GROUPS = 10_000
"""Groups that are kept in mind."""


class Admission(Enum):
    """What to do with a question."""

    ANSWER = auto()
    NOTICE = auto()
    """Say, once, that it is too much."""

    SILENCE = auto()


class _Group:
    """The last minute of a group: to whom the bot has spoken, oldest first, and who was told to wait."""

    def __init__(self) -> None:
        self.spoken: deque[tuple[float, int]] = deque()
        self.noticed: dict[int, float] = {}
        """By person, or under EVERYBODY where the group as a whole asks too much."""

    def forget(self, before: float) -> None:
        while self.spoken and self.spoken[0][0] <= before:
            self.spoken.popleft()
        self.noticed = {person: last for person, last in self.noticed.items() if last > before}


class Damper:
    """Decides which questions of a group are answered now."""

    def __init__(self, pace: Pace):
        self._pace = pace
        self._groups: OrderedDict[int, _Group] = OrderedDict()

    def admit(self, group_id: int, person: int) -> Admission:
        """What to do with a person's question; what is not silence is counted as said.

        Nothing is said that would have to wait: by then it would be about something that was said long ago. A person who asks too
        much is told so once, as is a group, until a minute has passed without a question too many.
        """
        now = self._pace.now()
        group = self._groups.setdefault(group_id, _Group())
        self._groups.move_to_end(group_id)
        if len(self._groups) > MOST_GROUPS:
            self._groups.popitem(last=False)
        group.forget(now - MINUTE)
        own = sum(one == person for _, one in group.spoken)
        has_room = self._pace.has_room(group_id)
        if has_room and own < OF_PERSON and len(group.spoken) < (OF_GROUP if own == 0 else OF_GROUP - RESERVED):
            group.spoken.append((now, person))
            return Admission.ANSWER
        flooding = person if own >= OF_PERSON else EVERYBODY
        told = flooding in group.noticed
        group.noticed[flooding] = now
        if told or not has_room or len(group.spoken) >= IN_ALL:
            return Admission.SILENCE
        group.spoken.append((now, person))
        return Admission.NOTICE
