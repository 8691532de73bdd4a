"""How an utterance falls into parts: sentences, the questions in one sentence, and a lead-in such as "and what about"."""

import re
from dataclasses import dataclass

NEVER = r"(?!)"
"""Matches nothing."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The little words by which a language joins questions, as regular expressions.

    A second question begins after a `joint` with an `opening`; a `lead_in` ties an utterance to what was said before it. A
    sentence with a `request` in it asks as one with a question mark does; so does one that begins with an `opening`, if that
    `opens` questions only.
    """

    joint: str = NEVER
    opening: str = NEVER
    lead_in: str = NEVER
    request: str = NEVER
    opens: bool = True

    def asks(self, sentence: str) -> bool:
        """Whether a sentence is a question or a request."""
        said = self.without_lead_in(sentence) or sentence
        return (
            sentence.endswith(("?", "？"))
            or (self.opens and bool(re.match(self.opening, said, re.IGNORECASE)))
            or bool(re.search(self.request, sentence, re.IGNORECASE))
        )

    def clauses(self, sentence: str) -> tuple[str, ...]:
        """The sentence cut where a second question begins."""
        cut = re.compile(f"(?:{self.joint})(?={self.opening})", re.IGNORECASE)
        return tuple(part for piece in cut.split(" ".join(sentence.split())) if (part := piece.strip(" ,;")))

    def without_lead_in(self, utterance: str) -> str | None:
        """What follows "and", "what about" and the like at the beginning; None if nothing of the kind stands there."""
        found = re.match(self.lead_in, utterance.strip(), re.IGNORECASE)
        return utterance.strip()[found.end() :] if found else None


SPEECH = {
    "en": Speech(
        joint=r"\s*(?:[,;+?]|\b(?:and|also|plus|or)\b|&)(?:\s*\b(?:also|then|and|plus)\b){0,3}\s*",
        opening=r"\b(?:what|when|where|which|who|whom|whose|why|how|is|are|was|were|do|does|did|can|could|will|would|has|have|"
        r"tell|the (?:price|cost|address|phone|schedule)|opening hours|phone|e-?mail|address|price|cost)\b",
        lead_in=r"(?:(?:and|but|or|also|ok(?:ay)?|so|then|what about|how about|what of)\b[\s,]*)+",
        request=r"\b(?:tell me|let me know|like to know|want to know|need to know|wonder(?:ing)?|please|pls|advise)\b",
    ),
    "ru": Speech(
        joint=r"\s*(?:[,;+?]|\b(?:и|а|или|ещ[её]|плюс|также)\b|&)(?:\s*\b(?:и|а|ещ[её]|также|потом|заодно)\b){0,3}\s*",
        opening=r"\b(?:что|ч[её]м|когда|где|куда|откуда|кто|кого|кому|кем|чей|чья|чь[её]|почему|зачем|как|каков[аоы]?|"
        r"как(?:ой|ая|ое|ие|их|ого|ому|ую|им|ими|ом)|котор(?:ый|ая|ое|ые|ых|ого)|сколько|во сколько|по каким|в как(?:ом|их|ой)|"
        r"на как(?:ом|их|ой)|за ч[её]й|есть|можно|нужн[оаы]|будет ли|был[аои]? ли|расскажите|скажите|подскажите|телефон|адрес|"
        r"цен[аы]|стоимость|расписание|режим работы|почт[аы]|сайт)\b",
        lead_in=r"(?:(?:а|и|но|или|ну|так|тогда|ок(?:ей)?|хорошо|ясно|что насч[её]т|как насч[её]т|насч[её]т|что по поводу)\b"
        r"[\s,]*)+",
        request=r"\b(?:(?:под|рас)?скажи(?:те)?|объясни(?:те)?|сообщи(?:те)?|(?:хочу|хотел[аи]?|хотелось)(?: бы)? (?:у)?знать|"
        r"интересует|интересно|пожалуйста|плиз|ли|или (?:нет|не|как)|где|куда|сколько|почему|зачем|правда что)\b",
    ),
    "ja": Speech(
        joint=r"(?<=[か?？の])(?:[、,，]\s*(?:それから|それと|あと|また|そして|ちなみに)?|それから|それと|あと)|(?<=[?？])\s*",
        opening=r"[^、,，；;？?]{2,}",
        lead_in=r"(?:(?:それでは|それじゃあ?|じゃあ?|では|で|そして|それと|あと|ところで|でも)[、,\s]*)+",
        request=r"(?:か|の|っけ|かな|かね)[。．.…]?$|どこ|いつ|誰|だれ|何|なに|いくら|いくつ|どう|どの|どんな|なぜ|教えて|おしえて|知りたい|しりたい|聞きたい|伺いたい|お願い|ください|下さい",
        opens=False,
    ),
}
"""By language."""

_NUMBER = re.compile(r"\s*([0-9]{1,3})[.)]?\s*")


def chosen_number(utterance: str) -> int | None:
    """The number that the utterance consists of, as of a line in a list that was offered; None if it is anything else."""
    found = _NUMBER.fullmatch(utterance)
    return int(found[1]) if found else None


_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])(?<!\b[A-Za-zА-ЯЁа-яё]\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bDr\.)\s+|\n+|(?<=[。！？])")


def sentences(utterance: str) -> tuple[str, ...]:
    """The utterance's sentences, their ends included; an initial ("A. D. Khlutkov") or "St." ends none."""
    return tuple(part for piece in _SENTENCE_END.split(utterance) if (part := piece.strip()))
