"""A tea house with three shops: a small knowledge base that has a bit of all that a knowledge base can have."""

from collections.abc import Mapping
from pathlib import Path

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.policy import Bars
from bot.knowledge.edition import Edition
from bot.knowledge.reader import read_knowledge
from knowledge_files import write

BARS = Bars(answer=0.1, suggest=0.05, sure=0.6, margin=0.01, lone=0.1, unasked=0.97)
"""Tests say what happens at these scores, whatever is configured by default."""

PHRASES = """
greeting: "Welcome to the <b>tea house</b>."
help: Just ask.
about: I know one leaflet.
privacy: I keep nothing.
topics: Which topic?
topic: "<b>{topic}</b>. Which question?"
suggest: "Did you mean:"
nothing: I do not know that.
nothing_again: [That neither., No idea., Not in my leaflet.]
freshness: "<i>As of 2019.</i>"
ask_what: Ask what?
not_text: I can only read.
gone: That is gone.
"""

SHOPS = """
topic: Shops
order: 1
entries:
  - id: shops-list
    question: Which shops are there?
    also: [where are your shops, list of shops, where are you]
    answer: "Three: <b>Ashford</b>, Bexley and Corwen."
    related: [shop-ashford, teas-list]
  - id: shop-ashford
    question: Is there a shop in Ashford?
    also: [Ashford, Ashford shop]
    answer: Yes, in Ashford.
  - id: shop-bexley
    question: Is there a shop in Bexley?
    also: [Bexley, Bexley shop]
    answer: Yes, in Bexley.
  - id: shop-elsewhere
    question: Is there a shop in {town}?
    also: ["{town}", "{town} shop"]
    answer: No, not in {town}.
    related: [shops-list]
  - id: shop-owner
    question: Who owns the shops?
    also: [who is the owner of it, owner]
    answer: A widow owns them.
    links: [{text: Her portrait, url: "https://tea.example/widow"}]
"""

TEAS = """
topic: Teas
order: 2
entries:
  - id: teas-list
    question: Which teas do you sell?
    also: [what can I drink, list of teas]
    answer: Green tea and black tea.
  - id: teas-origin
    question: Where do the teas grow?
    also: [which country are the leaves from]
    answer: The leaves come from Uji.
  - id: teas-price
    question: What does a cup cost?
    also: [how expensive is a cup, price of a cup]
    answer: The leaflet gives no prices.
    kind: unknown
    related: [teas-list]
"""

SMALL_TALK = """
topic: Small talk
order: 3
entries:
  - id: hello
    question: Hello
    also: [hi, good morning]
    answer: Hello!
    kind: smalltalk
  - id: thanks
    question: Thank you
    also: [thanks, many thanks]
    answer: You are welcome.
    kind: smalltalk
"""

FILES: Mapping[str, str] = {
    "en/phrases.yaml": PHRASES,
    "en/shops.yaml": SHOPS,
    "en/teas.yaml": TEAS,
    "en/talk.yaml": SMALL_TALK,
    "en/lists.yaml": "lists:\n  town: [Kendal | Kirkby Kendal | Kendale, Dartmouth, St Ives, Rye]\n",
    "en/synonyms.yaml": "synonyms:\n  - [shop, store, tea room]\n  - [owner, proprietor, who runs]\n",
    "en/chatter.yaml": (
        'chatter:\n  weather: [what is the weather in Ashford, "will it rain in {town}"]\n  sugar: [lend me a cup of sugar]\n'
    ),
}


def edition(folder: Path, changed: Mapping[str, str] | None = None) -> Edition:
    """The tea house in English, with some of its files changed."""
    return read_knowledge(write(folder, {**FILES, **(changed or {})})).editions["en"]


def teahouse(folder: Path, changed: Mapping[str, str] | None = None, bars: Bars = BARS) -> Dialogue:
    """The dialogue of the tea house, with some of its files changed."""
    return Dialogue(read_knowledge(write(folder, {**FILES, **(changed or {})})), bars, "en")


def small(folder: Path, files: Mapping[str, str], bars: Bars = BARS) -> Dialogue:
    """The dialogue over the knowledge base of these files alone."""
    return Dialogue(read_knowledge(write(folder, files)), bars, "en")
