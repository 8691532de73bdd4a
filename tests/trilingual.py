"""A small knowledge base in three languages, and what is said to it and by it in each."""

from botapi.files import picture
from knowledge_files import entry, topic

PHRASES = """
greeting: "{0} greeting"
topics: "{0} topics"
topic: "{0} topic"
suggest: "{0} suggestion"
nothing: "{0} miss"
nothing_again: ["{0} miss", "{0} second miss"]
not_text: "{0} not text"
gone: "{0} gone"
all_topics: "{0} menu"
ask_what: "{0} ask what"
introduction: "{0} introduction"
too_many: "{0} too many"
only_admins: "{0} only admins"
settings: "{0} settings"
settings_blind: "{0} blind"
settings_counted: "{0} counted"
settings_alone: "{0} alone"
open_chat: "{0} chat"
nothing_found: "{0} nothing found"
share: "{0} share"
choose_language: "{0} choice"
language_chosen: "{0} chosen"
"""
ENGLISH = topic(
    entry("branches-list", "Which branches are there?", "Six branches.", "related: [branch-moscow]"),
    entry("branch-moscow", "Is there a branch in Moscow?", "Yes, in Moscow."),
    entry("course-spring", "How long does the spring course take?", "Three months."),
    entry("course-autumn", "How long does the autumn course take?", "Four months."),
    entry("sponsor", "Does {sponsor} pay?", "Yes, {sponsor} pays."),
    entry("house", "What does the house look like?", "Red brick.", "photo: media/house.png"),
    entry("garden", "What does the garden look like?", "All green.", "photo: media/garden.png"),
    entry("owner", "Who owns the house?", "The source does not say.", "kind: unknown"),
    entry("cats", "May I bring cats?", "Only in English."),
    title="Branches",
)
RUSSIAN = topic(
    entry("branches-list", "Какие есть филиалы?", "Шесть филиалов.", "related: [branch-moscow]"),
    entry("branch-moscow", "Есть ли филиал в Москве?", "Да, в Москве."),
    entry("course-spring", "Сколько длится весенний курс?", "Три месяца."),
    entry("course-autumn", "Сколько длится осенний курс?", "Четыре месяца."),
    entry("sponsor", "Платит ли {sponsor}?", "Да, {sponsor} платит."),
    entry("house", "Как выглядит дом?", "Красный кирпич.", "photo: media/дом.png"),
    entry("garden", "Как выглядит сад?", "Весь зелёный."),
    entry("owner", "Кому принадлежит дом?", "В источнике этого нет.", "kind: unknown"),
    title="Филиалы",
)
JAPANESE = topic(
    entry("branches-list", "支部はどこにありますか", "支部は六つあります。"),
    entry("branch-moscow", "モスクワに支部はありますか", "はい、モスクワにあります。"),
    title="支部",
)
FILES: dict[str, str | bytes] = {
    "knowledge/en/phrases.yaml": PHRASES.format("English"),
    "knowledge/en/branches.yaml": ENGLISH,
    "knowledge/en/lists.yaml": "lists: {sponsor: [JICA, Smith]}\n",
    "knowledge/ru/phrases.yaml": PHRASES.format("Русский"),
    "knowledge/ru/branches.yaml": RUSSIAN,
    "knowledge/ru/lists.yaml": "lists: {sponsor: [JICA, Смит]}\n",
    "knowledge/ja/phrases.yaml": PHRASES.format("日本の"),
    "knowledge/ja/branches.yaml": JAPANESE,
    "knowledge/media/house.png": picture(40, 30),
    "knowledge/media/garden.png": picture(20, 20),
    "knowledge/media/дом.png": picture(30, 40),
}
NAMED = {"en": "English", "ru": "Русский", "ja": "日本の"}
"""The word by which the phrases of each language are known."""

LANGUAGES = ["English", "日本語", "Русский"]
"""The buttons of /language: each language by its own name, in the order of the folders."""

MISSED = {"en": "zebra", "ru": "зебра", "ja": "しまうま"}
ASKED = {"en": "Which branches are there?", "ru": "Какие есть филиалы?", "ja": "支部はどこにありますか"}
ANSWERED = {"en": "Six branches.", "ru": "Шесть филиалов.", "ja": "支部は六つあります。"}
SILENT = "?!"
"""A message that tells no language."""
