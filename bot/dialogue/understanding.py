"""What an utterance means: one question or two, by itself or as said after an answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.hearing import SPEECH, Speech, sentences
from bot.dialogue.policy import Bars, Verdict, stated_first
from bot.knowledge.edition import Edition
from bot.knowledge.model import Kind
from bot.matching.confidence import Confidence, Evidence, everyday, literal, trials
from bot.matching.lexicon import Vocabulary
from bot.matching.matcher import Match, Matcher
from bot.matching.words import placeholders

MOST_QUESTIONS_AT_ONCE = 2
MOST_SENTENCES = 12
"""Sentences, and clauses, of a message that are looked at by themselves; what a longer one asks is no question to a bot."""
MOST_CANDIDATES = 3

FOUND, FOUND_COVERED = 0.02, 0.8
"""Confidence, or else coverage (both 0..1), from which on an entry is worth a line in a list of what was looked up."""

MOST_COMPLETED = 20
"""Entries that are looked for with each word that a half-typed one may become."""

ELLIPTICAL = 3
"""Words; what is as short as this may mean something only after what was said before."""

TERSE = 5
"""Words; what is as short as this asks without a question mark, as people type into a search box."""

STATEMENT = 0.7
"""Of 0..1: what asks nothing counts less, unless staff wrote it word for word."""

WITHIN = 0.7
"""Of 0..1: how much of the scope of a part of an utterance is that of the whole, where that is less."""

CONVERSING = 0.25
"""What it adds to the scope of an utterance that the person was answered just before: a quarter as many such talk to others."""

OUT_OF_A_STORY, ASIDE = 0.67, 0.6
"""Of 0..1: one question out of several sentences counts less, since chatter has more of them to be mistaken in, and one of them
that asks nothing counts less still; a greeting or thanks beside a question makes no story."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What an utterance, or a part of it, was matched with, and what that is good for."""

    match: Match
    verdict: Verdict
    strength: float = 0.0
    """How strong (0 and up) the best entry's match is: unlike its confidence it says how much of the utterance is met."""

    @property
    def entry(self) -> str | None:
        """The best entry, if there is any."""
        return self.match.candidates[0].entry if self.match.candidates else None

    @property
    def score(self) -> float:
        """The best entry's score, 0..1."""
        return self.match.candidates[0].score if self.match.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A way to ask for an entry, and how it would be understood if nobody had written it down.

    `silenced` says whether nothing would be understood because chatter is nearer than any entry, or makes one doubtful.
    """

    entry: str
    phrasing: str
    understood: Understood
    silenced: bool = False


class Understanding:
    """Understands utterances of one language; immutable once made."""

    def __init__(self, edition: Edition, bars: Bars):
        self._edition = edition
        self._speech = SPEECH.get(edition.language, Speech())
        self.matcher = Matcher(
            edition.language,
            {entry.id: entry.phrasings for entry in edition.entries.values()},
            Vocabulary(edition.synonyms, edition.lists, edition.readings),
            edition.chatter,
            everyday(edition.language),
        )
        smalltalk = {entry.id for entry in edition.entries.values() if entry.kind is Kind.SMALLTALK}
        self.confidence = Confidence(tuple(trials(self.matcher, smalltalk)))
        self.bars = bars.of(edition.language, self.confidence)
        """The bars of this language, with what is derived from its knowledge."""

    def understand(self, utterance: str, after: str | None) -> tuple[Understood, ...]:
        """The utterance as one question, or as the two questions in it; `after` is the entry that was answered before."""
        parts = sentences(utterance)[:MOST_SENTENCES]
        courtesies = {part: one for part in parts if self._is_courtesy(one := self._match(part))} if len(parts) > 1 else {}
        substance = tuple(part for part in parts if part not in courtesies)
        if not courtesies or not substance:
            return self._in_parts(parts, utterance, after)
        rest = " ".join(substance)
        found = self._in_parts(substance, rest, after)
        says_more = self.matcher.length(rest) > ELLIPTICAL or any(map(self._asks, substance))
        if found[0].verdict is Verdict.NOTHING and not says_more:
            return (max(courtesies.values(), key=lambda one: one.score),)
        return found

    def _in_parts(self, parts: Sequence[str], utterance: str, after: str | None) -> tuple[Understood, ...]:
        """An utterance, and each of its parts by itself."""
        questions = [part for part in parts if self._asks(part) and self.matcher.length(part)]
        asks = questions or after or self.matcher.length(utterance) <= TERSE
        whole = best = self._follow_up(utterance, after, 1.0 if asks else STATEMENT)
        if len(parts) > 1:
            factors = {part: OUT_OF_A_STORY if part in questions else ASIDE for part in parts}
            found = [best, *(self._match(part, factor, within=whole.match) for part, factor in factors.items())]
            mentioned = [item for one in found[1:] for item in one.match.mentions.values()]
            carried = [f"{question} {item}" for question in questions for item in mentioned if item not in question]
            found += [self._match(part, OUT_OF_A_STORY, within=whole.match) for part in carried]
            meant = [one for one in found if one.entry and not self._is_smalltalk(one)]
            best = max(meant or found, key=lambda one: one.score)
        return self._several(questions or parts[:MOST_QUESTIONS_AT_ONCE], whole, best) or (best,)

    def look_up(self, typed: str) -> tuple[Understood, ...]:
        """The entries that a few words may lead to, the last word perhaps half typed: one entry each, best first."""
        found: dict[str, Understood] = {}
        completed = [(text, likely, MOST_COMPLETED) for text, likely in self.matcher.completions(typed)]
        for text, likely, limit in ((typed, 1.0, len(self._edition.entries)), *completed):
            match = self._match(text, likely, limit).match
            begun = completed and not self._are_listed(match.mentions)  # the name that this seems to be is not written yet
            for one in match.candidates:
                if begun and placeholders(self._edition.entries[one.entry].question):
                    continue
                before = found[one.entry].score if one.entry in found else 0.0
                if one.score >= before and (one.score >= FOUND or one.coverage >= FOUND_COVERED):
                    found[one.entry] = Understood(replace(match, candidates=(one,)), Verdict.SUGGEST)
        return tuple(sorted(found.values(), key=lambda one: -one.score))

    def _are_listed(self, mentions: Mapping[str, str]) -> bool:
        """Whether the word lists have what is mentioned, and it is not only taken for a name."""
        return all(item in [spellings[0] for spellings in self._edition.lists.get(name, ())] for name, item in mentions.items())

    def _asks(self, sentence: str) -> bool:
        """Whether a sentence is a question or a request, misspelled ones included."""
        return self._speech.asks(sentence) or self._speech.asks(self.matcher.corrected(sentence))

    def _several(self, questions: Iterable[str], whole: Understood, single: Understood) -> tuple[Understood, ...]:
        """The sure answers to the clauses of some sentences, if there are two and none is less sure than the single best.

        One entry may be as sure of a `whole` of which it meets only half: that one is weaker than the halves by themselves.
        """
        clauses = [clause for question in questions for clause in self._speech.clauses(question)][:MOST_SENTENCES]
        found: list[Understood] = []
        for clause in clauses if len(clauses) > 1 else ():
            one = self._follow_up(clause, found[-1].entry if found else None, within=whole.match)
            if (
                one.verdict is Verdict.ANSWER
                and not self._is_smalltalk(one)
                and one.entry not in [other.entry for other in found]
            ):
                found.append(one)
        if len(found) < 2 or min(one.score for one in found) < min(single.score, self.bars.sure):
            return ()
        two = tuple(found[:MOST_QUESTIONS_AT_ONCE])
        return two if sum(one.strength for one in two) > len(two) * whole.strength else ()

    def _follow_up(self, utterance: str, after: str | None, factor: float = 1.0, within: Match | None = None) -> Understood:
        """The utterance by itself, or as said after an entry, whichever is surer."""

        def matched(said: str) -> Match:
            match = _part(self.matcher.match(said, limit=MOST_CANDIDATES), within)
            return replace(match, scope=match.scope + CONVERSING) if after else match

        match = matched(utterance)
        likeness = match.candidates[0].likeness if match.candidates else 0.0
        alone = self._judged(match, factor + (1 - factor) * literal(likeness))
        rest = self._speech.without_lead_in(utterance)
        topic = self._edition.topic_of.get(after) if after else None
        if topic is None or alone.entry is None or (rest is None and self.matcher.length(utterance) > ELLIPTICAL):
            return alone
        if rest:  # "what about the leaves" asks for the leaves
            alone = max(alone, self._judged(matched(rest)), key=lambda one: one.score)
        in_context = self._judged(matched(f"{self._edition.topics[topic].topic} {rest or utterance}"))
        fits = in_context.entry is not None and self._edition.topic_of[in_context.entry] == topic
        return in_context if fits and in_context.score > alone.score else alone

    def _match(
        self, utterance: str, factor: float = 1.0, limit: int = MOST_CANDIDATES, within: Match | None = None
    ) -> Understood:
        return self._judged(_part(self.matcher.match(utterance, limit=limit), within), factor)

    def _judged(self, match: Match, factor: float = 1.0) -> Understood:
        """How sure the candidates of a match are, and what that is good for."""
        likely = (
            replace(one, score=self.confidence.of(Evidence.of(match, position)) * factor)
            for position, one in enumerate(match.candidates)
        )
        surest_first = sorted(likely, key=lambda one: -one.score)
        candidates = stated_first(surest_first, lambda entry: self._kind(entry) is Kind.UNKNOWN)
        verdict = self.bars.judge(candidates)
        if verdict is Verdict.SUGGEST and self._kind(candidates[0].entry) is Kind.SMALLTALK:
            verdict = Verdict.NOTHING
        strength = match.candidates[0].score if match.candidates else 0.0
        return Understood(replace(match, candidates=candidates), verdict, strength)

    def rehearse(self) -> Iterator[Rehearsed]:
        """Each way to ask for an entry, by itself and as if nobody had written it down."""
        for one in self.matcher.rehearse(limit=MOST_CANDIDATES):
            understood = self._judged(one.match)
            silenced = understood.verdict is Verdict.NOTHING and self._is_silenced(one.match)
            yield Rehearsed(one.entry, one.phrasing, understood, silenced)

    def _is_silenced(self, match: Match) -> bool:
        """Whether chatter is nearer than any entry, or one would be good enough if there were no chatter."""
        nearest = max((candidate.score for candidate in match.candidates), default=0.0)
        return match.chatter > nearest or self._judged(replace(match, chatter=0.0)).verdict is not Verdict.NOTHING

    def _is_courtesy(self, one: Understood) -> bool:
        """Whether this is no more than a greeting, thanks or the like."""
        return one.verdict is Verdict.ANSWER and self._is_smalltalk(one)

    def _is_smalltalk(self, one: Understood) -> bool:
        return one.entry is not None and self._kind(one.entry) is Kind.SMALLTALK

    def _kind(self, entry: str) -> Kind:
        return self._edition.entries[entry].kind


def _part(match: Match, within: Match | None) -> Match:
    """What a part of an utterance was matched with, its scope drawn down by that of the whole that it stands within."""
    if within is None or within.scope >= match.scope:
        return match
    return replace(match, scope=WITHIN * within.scope + (1 - WITHIN) * match.scope)
