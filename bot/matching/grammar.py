"""Words that carry the grammar of a language rather than the subject: sharing them is no evidence that a match is right."""

_FUNCTION_WORDS = {
    "en": """
        a an the this that these those some any all both each every such same other another one ones i me my mine myself
        you your yours yourself he him his she her hers it its itself we us our ours they them their theirs am is are
        was were be been being  do does did done doing have has had having will would shall should can could
        may might must gonna wanna gotta let lets of in on at by for with about into onto from to up over under out off
        than as per via within around between through and or but nor so if then else because while though although
        that's there's here's it's i'm i'd i've i'll you're we're they're he's she's don't doesn't didn't isn't aren't
        wasn't weren't can't cannot couldn't won't wouldn't shouldn't haven't hasn't here there now just only even still
        already also too very quite really actually basically exactly simply again ever yet yes yeah yep yup nope please
        pls thanks thank kindly sorry well okay ok alright right anyway um uh uhm er erm hmm ah oh hey hi hello dear
        guys folks everyone everybody anyone anybody someone somebody something anything like kind sort bit lot lots
        thing things stuff way mean know tell say said ask asked asking want wanted need wonder wondering curious
        interested think guess suppose heard hear see look looking find get got give gave make made go going happen much
        many more most less least lol haha btw fyi imho
    """,
}


_LOCATIVES = {"en": frozenset({"in", "at", "near"})}


def locatives(language: str) -> frozenset[str]:
    """Words after which an unknown word is the name of a place, or of whatever an open word list holds."""
    return _LOCATIVES.get(language, frozenset())


_WITH_CASES = frozenset({"ru"})


def names_inflect(language: str) -> bool:
    """Whether names change with their part in the sentence, so that a name is recognised by its stem."""
    return language in _WITH_CASES


def function_words(language: str) -> frozenset[str]:
    """Words and fillers that say next to nothing about the subject."""
    return frozenset(_FUNCTION_WORDS.get(language, "").replace("'", "").split())
