"""The dialogue: the one door behind all doors. A question and its context in; a reply, and what to remember of it, out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.hearing import chosen_number
from bot.dialogue.policy import Bars, Expectation, Verdict
from bot.dialogue.reply import Answer, Choice, Nothing, Page, Reply, Smalltalk, Suggest, Unknown
from bot.dialogue.tongues import Heard, Tongues
from bot.dialogue.understanding import Rehearsed, Understanding, Understood
from bot.dialogue.voice import Voice
from bot.knowledge.edition import Knowledge
from bot.knowledge.model import Entry, Phrases
from bot.lasting import lasting
from bot.matching.matcher import Explanation

LONGEST_UTTERANCE = 4096
"""Characters, as many as Telegram lets a person write; of a longer text from elsewhere the rest is not read."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation carries on: the entry answered last, the misses in a row, what was offered, and its language."""

    entry: str | None = None
    misses: int = 0
    offered: tuple[Choice, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """An entry that was weighed: its question and answer as this person would read them, and how sure it is (0..1)."""

    entry: Entry
    question: str
    answer: str
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, the memory to bring along next time, and what was considered, best first (or in the order of the questions).

    `speaks_up` tells whether it is an answer so sure that it may be given where nobody has asked the bot.
    """

    reply: Reply
    memory: Memory
    language: str
    considered: tuple[Considered, ...] = ()
    speaks_up: bool = False

    @property
    def score(self) -> float:
        """How sure the reply is: the first entry's score, or that of the least sure of two questions."""
        answered = len(self.reply.entries) if isinstance(self.reply, Answer | Unknown) else 1
        return min((one.score for one in self.considered[:answered]), default=0.0)


@dataclass(frozen=True, slots=True)
class Found:
    """Questions that were looked up, best first, and the language that they are in."""

    language: str
    choices: tuple[Choice, ...]


class Dialogue:
    """Answers in every language of a knowledge base; holds no state of any conversation."""

    def __init__(self, knowledge: Knowledge, bars: Bars, default_language: str):
        """`default_language` must be one of the knowledge base's languages."""
        self.knowledge = knowledge
        self._default = default_language
        self._bars = bars
        self._understandings: dict[str, Understanding] = {}
        self._tongues = Tongues(knowledge.editions, default_language, lambda language: self._understanding(language).matcher)
        self._voices = {name: Voice(edition) for name, edition in knowledge.editions.items()}

    def prepare(self) -> None:
        """Make ready for every language now; otherwise that takes a second or two when a language is first heard."""
        for language in self.knowledge.editions:
            self._understanding(language)

    def _understanding(self, language: str) -> Understanding:
        if language not in self._understandings:
            with lasting():
                self._understandings[language] = Understanding(self.knowledge.editions[language], self._bars)
        return self._understandings[language]

    def language(self, wished: str | None) -> str:
        """The wished language (a code such as `en` or `en-GB`) if the knowledge base has it, else the default."""
        return self.known_language(wished) or self._default

    def known_language(self, wished: str | None) -> str | None:
        """The wished language if the knowledge base has it."""
        return self._tongues.known(wished)

    def phrases(self, language: str | None = None) -> Phrases:
        """The bot's own sentences."""
        return self.knowledge.editions[self.language(language)].phrases

    def ask(
        self, utterance: str, memory: Memory | None = None, language: str | None = None, replied_to: str | None = None
    ) -> Turn:
        """The reply to an utterance, given what is remembered of the conversation.

        It is in the language of the utterance; where that tells none, of what it was `replied_to`, or in the `language` that the
        person or the chat has chosen, or of the conversation so far. What is chosen by its number stays in that one.
        """
        memory = memory or Memory()
        heard = self.hear(utterance, self.known_language(language) or memory.language, replied_to)
        number = chosen_number(utterance)
        if number and number <= len(memory.offered):
            chosen = self.open(memory.offered[number - 1].reference, memory.language or heard.language)
            if chosen:
                return chosen
        understood = self._understanding(heard.language).understand(heard.utterance, memory.entry)
        reply = self._reply(understood, self._voices[heard.language], memory)
        remembered = replace(_remembered(reply, memory), language=heard.language)
        bars = self._understanding(heard.language).bars
        speaks_up = isinstance(reply, Answer) and all(bars.speaks_up(one.match.candidates[0]) for one in understood)
        return Turn(reply, remembered, heard.language, self._considered(understood, heard.language), speaks_up)

    def hear(self, utterance: str, language: str | None = None, replied_to: str | None = None) -> Heard:
        """In which language an utterance is to be answered, and what was meant to be typed."""
        return self._tongues.hear(utterance[:LONGEST_UTTERANCE], replied_to, language)

    def _reply(self, understood: Sequence[Understood], voice: Voice, memory: Memory) -> Reply:
        match understood[0].verdict:
            case Verdict.ANSWER:
                return voice.reply(understood)
            case Verdict.SUGGEST if choices := voice.choices(understood[0]):
                return voice.suggest(choices)
            case _:
                return voice.nothing(memory.misses)

    def _considered(self, understood: Sequence[Understood], language: str) -> tuple[Considered, ...]:
        pairs = (
            [(understood[0], candidate) for candidate in understood[0].match.candidates]
            if len(understood) == 1
            else [(one, one.match.candidates[0]) for one in understood]
        )
        entries, voice = self.knowledge.editions[language].entries, self._voices[language]
        considered = []
        for one, candidate in pairs:
            entry, mentions = entries[candidate.entry], one.match.mentions
            considered.append(
                Considered(entry, voice.question(entry, mentions), entry.answer.filled(mentions).plain, candidate.score)
            )
        return tuple(considered)

    def open(self, reference: str, language: str | None = None) -> Turn | None:
        """The answer that a choice refers to; None if it is not there any more."""
        language = self.language(language)
        reply = self._voices[language].open(reference)
        return Turn(reply, replace(_remembered(reply, Memory()), language=language), language) if reply else None

    def question(self, reference: str, language: str | None = None) -> str:
        """The question that a reference stands for, as people ask it; empty if it is not there any more."""
        return self._voices[self.language(language)].question_of(reference) or ""

    def title(self, entry: str, language: str | None = None) -> str:
        """The question of an entry, with "…" for words of lists; empty if the entry is not there."""
        return self._voices[self.language(language)].title(entry) or ""

    def also_in(self, reference: str, language: str) -> tuple[str, ...]:
        """The other languages that have the answer which a reference leads to."""
        return tuple(name for name, voice in self._voices.items() if name != language and voice.lists(reference))

    def is_sure(self, turn: Turn) -> bool:
        """Whether a turn is an answer that may be given in another's name."""
        return isinstance(turn.reply, Answer) and turn.score >= self._understanding(turn.language).bars.sure

    def look_up(self, query: str, language: str | None = None) -> Found:
        """The questions that a few words, the last of them perhaps half typed, may lead to, best first."""
        heard = self.hear(query, language)
        understanding, voice = self._understanding(heard.language), self._voices[heard.language]
        found = understanding.look_up(heard.utterance) if heard.utterance.strip() else ()
        return Found(heard.language, tuple(choice for one in found for choice in voice.choices(one, most=1)))

    def questions(self, language: str | None = None) -> Found:
        """All questions that ask for something by themselves, in the order of the menu."""
        language = self.language(language)
        return Found(language, self._voices[language].questions())

    def page(self, name: str, language: str | None = None) -> Page:
        """A page by the name of its text in the phrases, such as greeting, topics, help or choose_language."""
        return self._voices[self.language(language)].page(name)

    def topic(self, name: str, language: str | None = None) -> Page:
        """The questions of a topic."""
        return self._voices[self.language(language)].topic(name)

    def bars(self, language: str) -> tuple[Bars, Expectation]:
        """How sure the bot must be in a language, and what that lets one expect."""
        understanding = self._understanding(language)
        return understanding.bars, understanding.bars.expect(understanding.confidence)

    def explain(self, utterance: str, language: str | None = None) -> tuple[Explanation, ...]:
        """Why the first two candidates score as they do."""
        heard = self.hear(utterance, language)
        return self._understanding(heard.language).matcher.explain(heard.utterance)

    def rehearse(self, language: str | None = None) -> Iterator[Rehearsed]:
        """Each way to ask that the knowledge base has, understood as if nobody had written it down."""
        return self._understanding(self.language(language)).rehearse()


def _remembered(reply: Reply, before: Memory) -> Memory:
    match reply:
        case Answer() | Unknown():
            return Memory(entry=reply.entries[-1].id)
        case Smalltalk():
            return Memory(entry=before.entry)
        case Suggest():
            return Memory(entry=before.entry, offered=reply.choices)
        case Nothing():
            return Memory(entry=before.entry, misses=before.misses + 1)
