"""How an utterance falls into parts: sentences, the questions in one sentence, and a lead-in such as "and what about"."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """The little words by which a language joins questions, as regular expressions; all of them may be empty."""

    joint: str = r"(?!)"
    lead_in: str = r"(?!)"

    def clauses(self, sentence: str) -> tuple[str, ...]:
        """The sentence cut where a second question may begin."""
        return tuple(part for piece in re.split(self.joint, sentence, flags=re.IGNORECASE) if (part := piece.strip(" ,;")))

    def without_lead_in(self, utterance: str) -> str | None:
        """What follows "and", "what about" and the like at the beginning; None if nothing of the kind stands there."""
        found = re.match(self.lead_in, utterance.strip(), flags=re.IGNORECASE)
        return utterance.strip()[found.end() :] if found else None


SPEECH = {
    "en": Speech(
        joint=r"\s*(?:[,;]|\b(?:and|also|plus|&)\b)(?:\s+(?:also|then|and))*\s+|\?\s*",
        lead_in=r"(?:(?:and|but|or|also|ok(?:ay)?|so|then|what about|how about|what of)\b[\s,]*)+",
    ),
}
"""By language."""

_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])(?<!\b[A-Za-z]\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bDr\.)\s+|\n+|(?<=[。！？])")  # noqa: RUF001


def sentences(utterance: str) -> tuple[str, ...]:
    """The utterance's sentences, their ends included; an initial ("A. D. Khlutkov") or "St." ends none."""
    return tuple(part for piece in _SENTENCE_END.split(utterance) if (part := piece.strip()))
