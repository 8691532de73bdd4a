"""A hostile hour in one group: the clock runs fast, everything else is real, over HTTP."""

import asyncio
import os
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.reader import read_knowledge
from bot.storage.database import Database
from bot.storage.store import Store
from bot.telegram.doors import UPDATES
from bot.telegram.running import application
from botapi.groups import Group, Member
from botapi.messages import Message
from botapi.server import BotApiServer
from knowledge_files import write
from trilingual import ANSWERED, ASKED, FILES, MISSED

MINUTES = int(os.environ.get("HOSTILE_MINUTES", "8"))
"""Of the server's clock; a whole hour takes several minutes."""

A_MINUTE = 600
"""Messages that people write in a minute, in both groups together."""

BOT = "@test_center_bot"
PEOPLE = 25


class Bot:
    """The bot in a thread, with the server's clock for its own."""

    def __init__(self, server: BotApiServer, folder: Path) -> None:
        self._dialogue = Dialogue(read_knowledge(folder / "knowledge"), Bars(sure=0.95, margin=0.2), "en")
        self._dialogue.prepare()
        self._server, self._folder = server, folder
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()

    async def _serve(self) -> None:
        store = Store(Database(f"sqlite:///{self._folder}/bot.db"))
        await store.open()
        app = application(self._dialogue, store, self._server.token, self._server.url, self._server.now)
        async with app:
            await app.start()
            assert app.updater
            await app.updater.start_polling(allowed_updates=UPDATES)
            await self._stopped.wait()
            await app.updater.stop()
            await app.stop()
        await store.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()
        self._loop.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, where at the end no rule was broken."""
    folder = write(tmp_path, FILES)
    with BotApiServer() as running:
        bot = Bot(running, folder)
        running.ready()
        yield running
        bot.stop()
    assert running.violations == ()


class Crowd:
    """People of one group who write whatever comes to their minds; what they ask the bot is remembered."""

    def __init__(self, server: BotApiServer, group: Group, topics: Sequence[int | None]) -> None:
        self.group = group
        self._dice = random.Random(len(topics))
        self._people = [group.admits(server.user(f"Person {number}")) for number in range(PEOPLE)]
        self._topics = topics
        self._recent: list[tuple[Member, Message]] = []
        self.right: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        """By chat and message: the answers that are right, one for each version of it."""
        self.topic_of: dict[tuple[int, int], int | None] = {}

    def writes(self) -> None:
        """One message, or something done to an earlier one; some people write far more than others."""
        dice = self._dice
        person, topic = dice.choice(self._people[:5] if dice.random() < 0.7 else self._people), dice.choice(self._topics)
        match dice.randrange(10):
            case 0 | 1 | 2:
                language = dice.choice(("en", "ru", "ja"))
                question = person.says(f"{BOT} {ASKED[language]}", topic=topic)
                self._asked(person, question, ANSWERED[language])
            case 3 if self._recent:
                author, message = self._recent.pop(dice.randrange(len(self._recent)))
                if dice.random() < 0.5:
                    author.deletes(message)
                else:
                    author.edits(message, f"{BOT} {ASKED['ru']}")
                    self._asked(author, message, ANSWERED["ru"])
            case 4:
                question = person.says(ASKED["ja"], topic=topic)
                self._asked(person, question, ANSWERED["ja"])
                pointing = dice.choice(self._people).says("/ask", reply_to=question, topic=topic)
                self._asked(person, pointing, ANSWERED["ja"])
            case 5:
                person.says(f"/ask@other_bot {ASKED['en']}", topic=topic)
            case _:
                person.says(dice.choice((*MISSED.values(), "hello", "no way", ASKED["en"], "🙂")), topic=topic)

    def _asked(self, author: Member, message: Message, answer: str) -> None:
        key = message.chat.id, message.message_id
        self.right[key].add(answer)
        self.topic_of[key] = message.topic
        self._recent = [*self._recent[-30:], (author, message)]

    def moves(self) -> None:
        """The group becomes a supergroup."""
        self.group = self.group.upgrades(rejoins=True)
        self._recent = []


def most_a_minute(times: Sequence[float]) -> int:
    """The most of them within any minute."""
    return max(sum(start <= other < start + 60 for other in times[at:]) for at, start in enumerate(times))


@pytest.mark.timeout(600)
def test_a_hostile_hour(server: BotApiServer) -> None:
    """Everybody shouts in two groups, one of which moves: right answers, in the right topic, to who asked, and never too many."""
    forum = server.group("Forum", forum=True)
    crowds = [
        Crowd(server, server.group("Small", kind="group"), [None]),
        Crowd(server, forum, [forum.opens_topic(name) for name in ("One", "Two", "Three")]),
    ]
    places = [crowd.group for crowd in crowds]
    for second in range(60 * MINUTES):
        for number in range(A_MINUTE // 60):
            crowds[(second + number) % 2].writes()
        if second == 30 * MINUTES:
            crowds[0].moves()
            places.append(crowds[0].group)
        server.advance(1)
        while server.waiting > 20:
            time.sleep(0.005)
        time.sleep(0.02)  # or else what is answered is minutes old by that clock
    for _ in range(120):  # what still waits for its turn gets it
        server.advance(1)
        time.sleep(0.05)
    right = {key: answers for crowd in crowds for key, answers in crowd.right.items()}
    topics = {key: topic for crowd in crowds for key, topic in crowd.topic_of.items()}
    seen: Counter[str] = Counter()
    for place in places:
        for said in place.screen():
            key = place.id, said.reply_to or 0
            if said.text.endswith("too many"):
                seen["notice"] += 1
            elif said.reply_to is None:
                seen["moved"] += 1
            else:
                assert said.text in right[key] | {"English ask what"}, said
                assert said.topic == topics[key]
                seen["answer"] += 1
    assert seen["answer"] > 10 * MINUTES
    assert seen["notice"] < seen["answer"] / 5
    assert seen["moved"] <= 20  # asked when the group moved, so that there is nothing to reply to any more
    calls = [call for call in server.calls() if call.method.startswith(("send", "edit"))]
    for chat in {str(call.parameters["chat_id"]) for call in calls}:
        assert most_a_minute([call.at for call in calls if str(call.parameters["chat_id"]) == chat]) <= 20
    assert 429 not in {call.status for call in calls}
