"""In groups, topics and channels: whom the bot answers, where and in which language, and when it is silent."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from botapi.files import picture
from botapi.groups import Group, Member
from botapi.messages import BotMessage
from botapi.server import BotApiServer
from knowledge_files import write
from program import bot_in
from trilingual import ANSWERED, ASKED, FILES, MISSED, NAMED, SILENT

QUIET = 2.0
"""Seconds that stand for silence."""

GONE = "Bad Request: message to be replied not found"
REFUSALS = (
    GONE,
    "Bad Request: TOPIC_CLOSED",
    "Bad Request: message thread not found",
    "Bad Request: not enough rights to send ",
    "Forbidden: bot was kicked from the supergroup chat",
)
"""What Telegram may say to the bot here, because the world has changed meanwhile."""

BOT = "@test_center_bot"
POINTED = {"en": "please help", "ru": "помоги, пожалуйста", "ja": "お願いします"}
LANGUAGES = ("en", "ru", "ja")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """Telegram with the bot in it, which speaks three languages."""
    folder = write(tmp_path_factory.mktemp("groups"), FILES)
    with BotApiServer() as server, bot_in(server, folder, MATCHING__SURE="0.95", MATCHING__MARGIN="0.2", MATCHING__UNASKED="0.9"):
        server.ready()
        yield server
        assert server.violations == ()


@pytest.fixture
def server(running: BotApiServer) -> Iterator[BotApiServer]:
    """The same, in which nothing is refused that the bot could have known."""
    before = len(running.calls())
    yield running
    refused = [call.description for call in running.calls()[before:] if call.status != 200]
    assert [one for one in refused if not one.startswith(REFUSALS)] == []


@pytest.fixture
def group(server: BotApiServer) -> Group:
    return server.group("Friends of tea")


@pytest.fixture
def anna(server: BotApiServer, group: Group) -> Member:
    return group.admits(server.user("Anna"))


@pytest.fixture
def boris(server: BotApiServer, group: Group) -> Member:
    return group.admits(server.user("Boris", language_code="ru"))


def chooses(admin: Member, group: Group, button: str) -> BotMessage:
    """An admin of the group presses a button of /settings; the page afterwards."""
    admin.says("/settings")
    page = group.reply()
    pressed = next(one for row in page.buttons for one in row if one.text.removeprefix("✓ ") == button)
    admin.presses(pressed, page)
    return group.edited(page)


def labels(message: BotMessage) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


# Whom it answers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["/ask {}", f"/ask{BOT} {{}}", f"{BOT} {{}}", f"{{}} {BOT}", f"{BOT.upper()}, {{}}"])
def test_whoever_speaks_to_it_is_answered(group: Group, anna: Member, language: str, form: str) -> None:
    """By /ask or by a mention, wherever it stands: the answer replies to the question, in its language."""
    question = anna.says(form.format(ASKED[language]))
    reply = group.reply()
    assert (reply.text, reply.reply_to, reply.topic) == (ANSWERED[language], question.message_id, None)


def test_a_mention_by_name_alone(group: Group, anna: Member) -> None:
    """Who has no username at hand can be picked from a list; that is a mention too."""
    text = f"Bot, {ASKED['en']}"
    anna.says(text, mentions_bot=(0, 3))
    assert group.reply().text == ANSWERED["en"]


def test_a_caption_can_ask(group: Group, anna: Member) -> None:
    """A photo's caption is as good as a text."""
    question = anna.sends_photo(f"{BOT} {ASKED['en']}")
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["en"], question.message_id)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["/ask", BOT, f"{BOT} {{}}", "/ask {}"])
def test_pointing_at_a_question_answers_it_to_whoever_asked(
    group: Group, anna: Member, boris: Member, language: str, words: str
) -> None:
    """/ask or a mention in reply to somebody's message answers that message, to that person, in its language."""
    question = boris.says(ASKED[language])
    anna.says(words.format(POINTED[language]), reply_to=question)
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED[language], question.message_id)


def test_own_words_with_an_answer_come_first(group: Group, anna: Member, boris: Member) -> None:
    """Who asks something else in reply to a message means what they say."""
    chat = boris.says("nice weather today, is it not?")
    question = anna.says(f"{BOT} {ASKED['en']}", reply_to=chat)
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["en"], question.message_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pointing_at_nothing(server: BotApiServer, group: Group, language: str) -> None:
    """A bare /ask is told how to ask, in the language of the person's Telegram."""
    person = group.admits(server.user("Carol", language_code=language))
    person.says("/ask")
    assert group.reply().text == f"{NAMED[language]} ask what"


def test_a_question_that_was_deleted_is_answered_to_whoever_points_at_it(
    server: BotApiServer, group: Group, anna: Member, boris: Member
) -> None:
    """Its words are known all the same; if both messages are gone, nobody waits for an answer."""
    question = boris.says(ASKED["en"])
    server.fail_next("sendMessage", 400, GONE)
    pointing = anna.says("/ask", reply_to=question)
    assert group.reply().reply_to == pointing.message_id
    for _ in range(2):
        server.fail_next("sendMessage", 400, GONE)
    anna.says("/ask", reply_to=question)
    group.hears_nothing(QUIET)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_to_it_goes_on_from_there(group: Group, anna: Member, boris: Member, language: str) -> None:
    """Whoever replies to an answer goes on from that answer, whatever was said in between."""
    follow_up = {"en": "and in Moscow?", "ru": "а в Москве?", "ja": "モスクワは？"}[language]
    yes = {"en": "Yes, in Moscow.", "ru": "Да, в Москве.", "ja": "はい、モスクワにあります。"}[language]
    anna.says(f"/ask {ASKED[language]}")
    answer = group.reply()
    anna.says("/ask How long does the spring course take?")
    group.reply()
    question = boris.says(follow_up, reply_to=answer)
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (yes, question.message_id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_miss_is_told_to_who_speaks_to_it(group: Group, anna: Member, language: str) -> None:
    """Silence would look like a fault there."""
    anna.says(f"{BOT} {MISSED[language]}")
    assert group.reply().text == f"{NAMED[language]} miss"


def test_words_to_the_bot_stay_words_to_the_bot(group: Group, anna: Member, boris: Member) -> None:
    """Who greets the bot in reply to somebody's chatter, or asks it what it does not know, is told so; the other is not."""
    chat = boris.says("lol what a day")
    question = anna.says(f"{BOT} zebra", reply_to=chat)
    reply = group.reply()
    assert (reply.text, reply.reply_to) == ("English miss", question.message_id)


def test_pointing_at_what_nobody_wrote(server: BotApiServer, group: Group, anna: Member) -> None:
    """Neither its own inline results nor other bots are answered, whoever points at them."""
    for message in (anna.says(ASKED["en"], via_bot=server.identity), group.hears_from_bot("Other", ASKED["en"])):
        pointing = anna.says("/ask", reply_to=message)
        reply = group.reply()
        assert (reply.text, reply.reply_to) == ("English ask what", pointing.message_id)


# When it is silent


@pytest.mark.parametrize(
    "text", [ASKED["en"], ASKED["ru"], ASKED["ja"], MISSED["en"], "hello", "/unknown", "/ask@other_bot what?"]
)
def test_what_is_not_addressed_to_it_is_left_alone(server: BotApiServer, group: Group, anna: Member, text: str) -> None:
    """By default it speaks only when spoken to, even where it sees everything."""
    group.promotes_bot(anna)
    anna.says(text)
    group.hears_nothing(QUIET)


def test_bots_and_what_they_send_are_left_alone(server: BotApiServer, group: Group, anna: Member) -> None:
    """Other bots, posts sent via a bot, its own inline results, automatic forwards, and service messages."""
    channel = server.channel("News", bot="absent")
    discussion = server.group("News talk", discussion_of=channel, bot="administrator")
    group.promotes_bot(anna)
    group.hears_from_bot("Other", f"/ask {ASKED['en']}")
    anna.says(f"{BOT} {ASKED['en']}", via_bot=server.identity)
    anna.says(f"/ask {ASKED['en']}", via_bot=server.identity)
    channel.posts(f"/ask {ASKED['en']}")
    group.hears_nothing(QUIET)
    discussion.hears_nothing(0.1)


@pytest.mark.parametrize("sends", ["sticker", "voice", "photo"])
def test_what_has_no_words_is_left_alone(group: Group, anna: Member, sends: str) -> None:
    """In reply to the bot too."""
    anna.says(f"/ask {ASKED['en']}")
    answer = group.reply()
    {"sticker": anna.sends_sticker, "voice": anna.sends_voice, "photo": anna.sends_photo}[sends](reply_to=answer)
    group.hears_nothing(QUIET)


# Who counts as a person


def test_anonymous_admins_and_channels_are_people(server: BotApiServer, group: Group) -> None:
    """They write through a bot of Telegram's, and are answered."""
    admin = group.admits(server.user("Dora"), "administrator", anonymous=True)
    question = admin.says(f"/ask {ASKED['en']}")
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["en"], question.message_id)
    channel = server.channel("Some channel", bot="absent")
    question = group.hears_from_channel(channel, f"{BOT} {ASKED['ru']}")
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["ru"], question.message_id)


# Topics


def test_answers_stay_in_their_topic(server: BotApiServer) -> None:
    """Three topics at once: each answer comes where it was asked for, in reply to the question."""
    forum = server.group("Forum", forum=True)
    anna = forum.admits(server.user("Anna"), "administrator")
    topics = [forum.opens_topic(name) for name in ("One", "Two", "Three")]
    asked = {}
    for topic, language in zip(topics, LANGUAGES, strict=True):
        asked[topic] = anna.says(f"{BOT} {ASKED[language]}", topic=topic), ANSWERED[language]
    general = anna.says(f"{BOT} {ASKED['en']}")
    for reply in forum.replies(4):
        question, answer = asked[reply.topic] if reply.topic else (general, ANSWERED["en"])
        assert (reply.text, reply.reply_to) == (answer, question.message_id)


def test_a_topic_that_closes_or_goes_is_no_fault(server: BotApiServer) -> None:
    """The answer has no place any more; the bot goes on elsewhere, and apologises nowhere."""
    forum = server.group("Forum", forum=True)
    anna = forum.admits(server.user("Anna"), "administrator")
    closed, deleted, other = (forum.opens_topic(name) for name in ("One", "Two", "Three"))
    forum.closes_topic(closed)
    anna.says(f"{BOT} {ASKED['en']}", topic=closed)
    forum.hears_nothing(QUIET)
    server.fail_next("sendMessage", 400, "Bad Request: message thread not found")
    anna.says(f"{BOT} {ASKED['en']}", topic=deleted)
    forum.hears_nothing(QUIET)
    forum.deletes_topic(deleted)
    anna.says(f"{BOT} {ASKED['ru']}", topic=other)
    assert forum.reply().topic == other


# Edits


def test_a_suggestion_that_becomes_a_picture_answers_the_same_person(group: Group, anna: Member, boris: Member) -> None:
    """It takes the place of the suggestion in the thread, once, however often the button was pressed."""
    question = anna.says("/ask what does it look like")
    suggestion = group.reply()
    for person in (anna, boris):
        person.presses("What does the house look like?", suggestion)
    reply = group.reply()
    assert (bool(reply.photo), reply.reply_to) == (True, question.message_id)
    group.hears_nothing(QUIET)


def test_an_edited_question_edits_its_answer(group: Group, anna: Member) -> None:
    """The answer stays where it is, and says what is asked now."""
    question = anna.says(f"/ask {ASKED['en']}")
    answer = group.reply()
    anna.edits(question, f"/ask {ASKED['ja']}")
    assert group.edited(answer).text == ANSWERED["ja"]
    group.hears_nothing(0.5)


def test_a_message_can_be_edited_into_a_question(group: Group, anna: Member) -> None:
    """Who had forgotten to mention the bot adds that."""
    message = anna.says("hm")
    anna.edits(message, f"{BOT} {ASKED['en']}")
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["en"], message.message_id)


# Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_group(server: BotApiServer, group: Group, language: str) -> None:
    """A message that tells no language is answered in that of the person, or in the one that an admin has chosen."""
    admin = group.admits(server.user("Dora"), "creator")
    person = group.admits(server.user("Carol", language_code=language))
    person.says(f"{BOT} {SILENT}")
    assert group.reply().text == f"{NAMED[language]} miss"
    other = {"en": "ru", "ru": "ja", "ja": "en"}[language]
    name = {"en": "English", "ru": "Русский", "ja": "日本語"}[other]
    page = chooses(admin, group, name)
    assert f"✓ {name}" in [label for row in labels(page) for label in row]
    person.says(f"{BOT} {SILENT}")
    assert group.reply().text == f"{NAMED[other]} miss"
    person.says(f"{BOT} {ASKED[language]}")
    assert group.reply().text == ANSWERED[language]


# Buttons


def test_buttons_of_an_answer(group: Group, anna: Member, boris: Member) -> None:
    """What is related comes as a reply to the answer; other languages, and choices, take its place; there is no menu."""
    anna.says(f"/ask {ASKED['en']}")
    answer = group.reply()
    assert labels(answer) == [["Is there a branch in Moscow?"], ["日本語", "Русский"], ["English share", "English chat"]]
    boris.presses("Is there a branch in Moscow?", answer)
    related = group.reply()
    assert (related.text.endswith("Yes, in Moscow."), related.reply_to) == (True, answer.message_id)
    boris.presses("日本語", answer)
    assert group.edited(answer).text.endswith(ANSWERED["ja"])


def test_a_suggestion_is_replaced_by_what_is_chosen(group: Group, anna: Member) -> None:
    """Did you mean? is one message, and becomes the answer."""
    question = anna.says("/ask how long does the course take")
    suggestion = group.reply()
    assert (suggestion.text, suggestion.reply_to) == ("English suggestion", question.message_id)
    anna.presses("How long does the spring course take?", suggestion)
    assert group.edited(suggestion).text.endswith("Three months.")


# Settings


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_admins_choose(server: BotApiServer, group: Group, language: str) -> None:
    """Others are told so, by the command and at each press, also who was an admin until a moment ago."""
    admin = group.admits(server.user("Dora", language_code=language), "administrator")
    other = group.admits(server.user("Carol", language_code=language))
    other.says("/settings")
    assert group.reply().text == f"{NAMED[language]} only admins"
    admin.says("/settings")
    page = group.reply()
    assert page.text.startswith(f"{NAMED[language]} settings")
    button = page.buttons[0][1]
    assert other.toast(other.presses(button, page)).text == f"{NAMED[language]} only admins"
    group.sets_status(admin, "member")
    assert admin.toast(admin.presses(button, page)).text == f"{NAMED[language]} only admins"
    assert group.screen()[-1].buttons == page.buttons


def test_an_anonymous_admin_chooses(server: BotApiServer, group: Group) -> None:
    """The command comes in the group's name, the press in the person's."""
    admin = group.admits(server.user("Dora"), "administrator", anonymous=True)
    assert "✓ Never" in [label for row in labels(chooses(admin, group, "Never")) for label in row]


def test_off_says_nothing_until_an_admin_changes_that(server: BotApiServer, group: Group, anna: Member) -> None:
    """Whoever asks however; /settings still works."""
    admin = group.admits(server.user("Dora"), "creator")
    chooses(admin, group, "Never")
    for text in (f"/ask {ASKED['en']}", f"{BOT} {ASKED['en']}", "/help", "hello"):
        anna.says(text)
    group.hears_nothing(QUIET)
    chooses(admin, group, "When asked")
    anna.says(f"/ask {ASKED['en']}")
    assert group.reply().text == ANSWERED["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_confident_answers_what_it_is_sure_of(server: BotApiServer, group: Group, anna: Member, language: str) -> None:
    """A plain question to nobody in particular; small talk, misses and half-sure matches get silence."""
    admin = group.admits(server.user("Dora"), "creator")
    group.promotes_bot(admin)
    chooses(admin, group, "When sure")
    question = anna.says(ASKED[language])
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED[language], question.message_id)
    for text in (
        "how long does the course take",
        MISSED[language],
        "Who owns the house?",
        "/ask@other_bot Which branches are there?",
    ):
        anna.says(text)
    group.hears_nothing(QUIET)


def test_confident_does_not_cut_in(server: BotApiServer, group: Group, anna: Member, boris: Member) -> None:
    """What is asked of somebody, by a reply or by name, is theirs to answer; a comment on a channel's post is not."""
    admin = group.admits(server.user("Dora"), "creator")
    group.promotes_bot(admin)
    chooses(admin, group, "When sure")
    chat = boris.says("I was at the center today")
    anna.says(ASKED["en"], reply_to=chat)
    anna.says(f"@boris {ASKED['en']}")
    group.hears_nothing(QUIET)


def test_shadow_says_nothing_and_counts(server: BotApiServer, group: Group, anna: Member) -> None:
    """What it would have said, to whoever asks and unasked, is told to the admins."""
    admin = group.admits(server.user("Dora"), "creator")
    group.promotes_bot(admin)
    chooses(admin, group, "On trial")
    for text in (ASKED["en"], f"/ask {ASKED['en']}", f"{BOT} Is there a branch in Moscow?", "hello", MISSED["en"], "/help"):
        anna.says(text)
    group.hears_nothing(QUIET)
    admin.says("/settings")
    told = group.reply().text
    assert "English counted\n2 × Which branches are there?\n1 × Is there a branch in Moscow?" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_say_what_the_bot_cannot_see(server: BotApiServer, group: Group, language: str) -> None:
    """In privacy mode the modes that listen are of no use, unless the bot is an admin."""
    admin = group.admits(server.user("Dora", language_code=language), "creator")
    admin.says("/settings")
    assert f"{NAMED[language]} blind" in group.reply().text
    group.promotes_bot(admin)
    admin.says("/settings")
    assert f"{NAMED[language]} blind" not in group.reply().text


# Comings and goings


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_introduces_itself(server: BotApiServer, language: str) -> None:
    """In one line, once, in the language of whoever has added it."""
    group = server.group("New", bot="absent")
    person = group.admits(server.user("Dora", language_code=language), "creator")
    group.adds_bot(person)
    assert group.reply().text == f"{NAMED[language]} introduction"
    group.promotes_bot(person)
    group.hears_nothing(QUIET)


def test_added_by_its_own_link(server: BotApiServer) -> None:
    """Telegram then says /start in the group, too: one line is enough."""
    group = server.group("New", bot="absent")
    person = group.admits(server.user("Dora"), "creator")
    group.adds_bot(person)
    person.says(f"/start{BOT} added")
    assert group.reply().text == "English introduction"
    group.hears_nothing(QUIET)


def test_kicked_and_added_again(server: BotApiServer, group: Group) -> None:
    """It is no fault to be thrown out in the middle of an answer; what was chosen is still known afterwards."""
    admin = group.admits(server.user("Dora"), "creator")
    chooses(admin, group, "Русский")
    server.delay("getChatMember", 0.5)
    admin.says("/settings")
    group.removes_bot(admin)
    group.hears_nothing(1)
    server.delay("getChatMember", 0)
    group.adds_bot(admin)
    assert group.reply().text == "Русский introduction"
    admin.says(f"{BOT} {SILENT}")
    assert group.reply().text == "Русский miss"


def test_read_only(server: BotApiServer, group: Group) -> None:
    """Where it may not write it is silent, without a fault; when it may again, it answers."""
    admin = group.admits(server.user("Dora"), "creator")
    group.restricts_bot(admin)
    admin.says(f"/ask {ASKED['en']}")
    group.hears_nothing(QUIET)
    group.frees_bot(admin)
    admin.says(f"/ask {ASKED['ru']}")
    assert group.reply().text == ANSWERED["ru"]


@pytest.mark.parametrize("rejoins", [False, True])
def test_settings_follow_a_group_that_becomes_a_supergroup(server: BotApiServer, rejoins: bool) -> None:
    """Mode and language are those of before, at once; and the bot does not introduce itself anew."""
    small = server.group("Small", kind="group")
    admin = small.admits(server.user("Dora"), "creator")
    chooses(admin, small, "Never")
    chooses(admin, small, "日本語")
    large = small.upgrades(rejoins=rejoins)
    admin.says(f"/ask {ASKED['en']}")
    large.hears_nothing(QUIET)
    chooses(admin, large, "聞かれたとき")
    admin.says(f"{BOT} {SILENT}")
    assert large.reply().text == "日本の miss"


# Pages


@pytest.mark.parametrize(("name", "words"), [("topics", "English topics"), ("start", "Ask in your own words")])
def test_pages(group: Group, anna: Member, name: str, words: str) -> None:
    """They come as a reply; addressed to another bot they do not come."""
    question = anna.says(f"/{name}")
    reply = group.reply()
    assert (reply.text.startswith(words), reply.reply_to) == (True, question.message_id)
    anna.says(f"/{name}@other_bot")
    group.hears_nothing(0.5)


# Floods


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_of_one_person(server: BotApiServer, group: Group, language: str) -> None:
    """Some answers, one notice, silence; somebody else is answered meanwhile."""
    flooding = group.admits(server.user("Max", language_code=language))
    calm = group.admits(server.user("Carol"))
    for _ in range(30):
        flooding.says(f"/ask {ASKED[language]}")
    question = calm.says(f"/ask {ASKED['en']}")
    heard = group.replies(7)
    assert [reply.text for reply in heard] == [ANSWERED[language]] * 5 + [f"{NAMED[language]} too many", ANSWERED["en"]]
    assert heard[-1].reply_to == question.message_id
    group.hears_nothing(QUIET)


# Channels


def test_a_channel(server: BotApiServer) -> None:
    """Posts that ask the bot are answered there, in reply; others are left alone."""
    channel = server.channel("News")
    channel.posts("The weather is fine.")
    channel.posts(ASKED["en"])
    for language, form in zip(LANGUAGES, ("/ask {}", f"{BOT} {{}}", "/ask {}"), strict=True):
        post = channel.posts(form.format(ASKED[language]))
        reply = channel.reply()
        assert (reply.text, reply.reply_to) == (ANSWERED[language], post.message_id)
    channel.edits(post, f"/ask {ASKED['ru']}")
    assert channel.edited(reply).text == ANSWERED["ru"]
    channel.hears_nothing(QUIET)


def test_the_discussion_group_of_a_channel(server: BotApiServer) -> None:
    """The copy of a post is left alone, also if it asks; questions in comments are answered by the group's rules."""
    channel = server.channel("News")
    group = server.group("Talk", discussion_of=channel)
    anna = group.admits(server.user("Anna"))
    post = channel.posts(f"/ask {ASKED['en']}")
    assert channel.reply().text == ANSWERED["en"]
    copy = group.forward_of(post)
    anna.says(ASKED["ru"], reply_to=copy)
    group.hears_nothing(QUIET)
    question = anna.says(f"{BOT} {ASKED['ru']}", reply_to=copy)
    reply = group.reply()
    assert (reply.text, reply.reply_to) == (ANSWERED["ru"], question.message_id)


def test_a_group_that_forbids_photos(server: BotApiServer, group: Group, anna: Member) -> None:
    """The answer comes without its picture."""
    server.fail_next("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
    question = anna.says("/ask What does the house look like?")
    reply = group.reply()
    assert (reply.text, reply.photo, reply.reply_to) == ("Red brick.", None, question.message_id)


def test_pictures_come_into_groups(server: BotApiServer, group: Group, anna: Member, boris: Member) -> None:
    """A picture is uploaded once, and shown again without that."""
    for person in (anna, boris):
        person.says("/ask What does the house look like?")
        reply = group.reply()
        assert reply.photo
        assert reply.photo.content == picture(40, 30)
    assert server.uploads == 1


def test_a_picture_is_uploaded_once_for_all_starts(tmp_path: Path) -> None:
    """After a restart Telegram still has it."""
    folder = write(tmp_path, FILES)
    with BotApiServer() as server:
        anna = server.user("Anna")
        for _ in range(2):
            with bot_in(server, folder):
                anna.says("What does the house look like?")
                assert anna.reply(within=10).photo
        assert server.uploads == 1
