"""Groups, forums and channels on the local Bot API server are as Telegram's."""

from collections.abc import Iterator
from typing import Any

import pytest
import telegram

from botapi.client import Client
from botapi.errors import ApiError
from botapi.groups import Group, Member
from botapi.people import User
from botapi.server import BotApiServer

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture(scope="module")
def running() -> Iterator[BotApiServer]:
    """One server for all tests, because each start and stop takes a while."""
    with BotApiServer() as server:
        yield server


@pytest.fixture
def server(running: BotApiServer) -> BotApiServer:
    """The server, as good as new."""
    running.reset()
    return running


@pytest.fixture
def bot(server: BotApiServer) -> Iterator[Client]:
    """A bot that speaks plain HTTP to the server."""
    client = Client(server)
    with client.http:
        yield client


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has not written to the bot."""
    return server.user("Anna")


@pytest.fixture
def group(server: BotApiServer) -> Group:
    """A supergroup where the bot is a member like any other, and gets all messages."""
    server.set_ability("can_read_all_group_messages", True)
    return server.group("Friends of Japan")


@pytest.fixture
def member(group: Group, anna: User) -> Member:
    """Anna's seat in the group."""
    return group.admits(anna)


@pytest.fixture
def forum(server: BotApiServer) -> Group:
    """A forum where the bot gets all messages."""
    server.set_ability("can_read_all_group_messages", True)
    return server.group("Forum", forum=True)


def updates(bot: Client) -> list[dict[str, Any]]:
    """What has happened since the last look, as python-telegram-bot reads it, too: kind and object."""
    received: list[dict[str, Any]] = bot("getUpdates")
    if received:
        bot("getUpdates", offset=received[-1]["update_id"] + 1)
    for update in received:
        assert telegram.Update.de_json(update, bot=None)
    return received


def messages(bot: Client) -> list[dict[str, Any]]:
    """The messages that have come since the last look."""
    return [update["message"] for update in updates(bot) if "message" in update]


def texts(bot: Client) -> list[str]:
    """What the messages say."""
    return [message["text"] for message in messages(bot)]


# Groups


def test_a_group_talks_with_the_bot(bot: Client, group: Group, member: Member) -> None:
    """What a member says reaches the bot with the group around it, and the group sees what the bot does."""
    question = member.says("where?")
    [message] = messages(bot)
    assert message["chat"] == {"id": group.id, "type": "supergroup", "title": "Friends of Japan"}
    assert message["from"]["id"] == member.id
    assert group.id < -1_000_000_000_000
    where = {"chat_id": group.id, "reply_parameters": {"message_id": question.message_id}}
    sent = bot("sendMessage", **where, text="here", reply_markup=GO, disable_notification=True)
    bot("sendChatAction", chat_id=group.id, action="typing")
    reply = group.reply()
    assert (reply.text, reply.reply_to, reply.silent, reply.topic) == ("here", question.message_id, True, None)
    assert (sent["from"]["username"], group.actions()) == ("test_center_bot", ("typing",))
    query = member.presses("Go", reply)
    [update] = updates(bot)
    assert (update["callback_query"]["from"]["id"], update["callback_query"]["message"]["chat"]["id"]) == (member.id, group.id)
    bot("answerCallbackQuery", callback_query_id=query.id, text="gone")
    assert member.toast(query).text == "gone"
    bot("editMessageText", chat_id=group.id, message_id=reply.message_id, text="there")
    assert group.edited(reply).text == "there"
    assert [message.text for message in group.screen()] == ["there"]
    group.hears_nothing(0)


def test_members_do_everything_that_people_do(bot: Client, group: Group, member: Member) -> None:
    """Edits, photos, albums, stickers and voice messages arrive from groups, too."""
    said = member.says("one")
    member.edits(said, "two")
    member.sends_photo("three", reply_to=said)
    member.sends_album(2)
    member.sends_sticker()
    member.sends_voice()
    received = [update.get("message") or update["edited_message"] for update in updates(bot)]
    assert [message.get("text") for message in received[:2]] == ["one", "two"]
    assert received[2]["reply_to_message"]["text"] == "two"
    assert [kind for message in received[2:] for kind in ("photo", "sticker", "voice") if kind in message] == [
        *["photo"] * 3,
        "sticker",
        "voice",
    ]


def test_chats_number_their_messages_themselves(bot: Client, server: BotApiServer, group: Group, anna: User) -> None:
    """In supergroups messages count from the beginning; private chats and small groups share one sequence."""
    small = server.group("Small", kind="group")
    ids = [seat.says("a").message_id for seat in (group.admits(anna), small.admits(anna), anna)]
    assert ids == [2, 101, 102]
    assert -1_000_000_000_000 < small.id < 0


def test_replies_in_a_supergroup_make_threads(bot: Client, server: BotApiServer, group: Group, member: Member) -> None:
    """A reply carries the message that its thread began with, and the bot may send into such a thread; in small groups not."""
    root = member.says("one")
    first = member.says("two", reply_to=root)
    member.says("three", reply_to=first)
    received = messages(bot)
    assert [message.get("message_thread_id") for message in received] == [None, root.message_id, root.message_id]
    assert not any("is_topic_message" in message for message in received)
    sent = bot("sendMessage", chat_id=group.id, message_thread_id=root.message_id, text="a")
    assert (sent["message_thread_id"], sent["reply_to_message"]["message_id"]) == (root.message_id, root.message_id)
    for thread in (first.message_id, 99):
        refused = bot.refused("sendMessage", chat_id=group.id, message_thread_id=thread, text="a")
        assert refused == "Bad Request: message thread not found"
    small = server.group("Small", kind="group")
    said = small.admits(server.user("Ben")).says("a")
    reply = bot("sendMessage", chat_id=small.id, text="b", reply_parameters={"message_id": said.message_id})
    assert "message_thread_id" not in reply
    refused = bot.refused("sendMessage", chat_id=small.id, message_thread_id=said.message_id, text="a")
    assert refused == "Bad Request: message thread not found"


def test_deleted_messages_get_no_reply(bot: Client, group: Group, member: Member) -> None:
    """Who replies to what a member has deleted meanwhile has to say that it may go without."""
    question = member.says("where?")
    member.deletes(question)
    say = {"chat_id": group.id, "text": "here"}
    refused = bot.refused("sendMessage", **say, reply_parameters={"message_id": question.message_id})
    assert refused == "Bad Request: message to be replied not found"
    bot("sendMessage", **say, reply_parameters={"message_id": question.message_id, "allow_sending_without_reply": True})
    assert group.reply().reply_to is None


def test_others_messages_are_deleted_by_administrators(bot: Client, group: Group, member: Member) -> None:
    """A bot deletes its own messages everywhere in a group, and those of others as an administrator."""
    where = {"chat_id": group.id, "message_id": member.says("a").message_id}
    assert bot.refused("deleteMessage", **where) == "Bad Request: message can't be deleted"
    own = bot("sendMessage", chat_id=group.id, text="a")["message_id"]
    assert bot("deleteMessage", chat_id=group.id, message_id=own)
    group.promotes_bot(member)
    assert bot("deleteMessage", **where)


def test_groups_hear_twenty_messages_a_minute(bot: Client, server: BotApiServer, group: Group) -> None:
    """The limit of groups holds over the wire."""
    for _ in range(20):
        bot("sendMessage", chat_id=group.id, text="a")
    assert "Too Many Requests" in bot.refused("sendMessage", chat_id=group.id, text="a")
    server.advance(60)
    bot("sendMessage", chat_id=group.id, text="a")


def test_public_groups_are_known_by_name(bot: Client, server: BotApiServer) -> None:
    """A chat_id may be the @username of a public group, however it is written."""
    group = server.group("Public", username="japan_friends")
    bot("sendMessage", chat_id="@Japan_Friends", text="a")
    assert group.reply().text == "a"
    assert bot("getChat", chat_id="@japan_friends")["id"] == group.id


# Who speaks


def test_anonymous_administrators_speak_as_the_group(bot: Client, group: Group, anna: User) -> None:
    """Their messages are from the group; what they press and what they are is theirs."""
    chief = group.admits(anna, "creator", anonymous=True)
    chief.says("hello")
    [message] = messages(bot)
    assert message["from"] == {"id": 1087968824, "first_name": "Group", "is_bot": True, "username": "GroupAnonymousBot"}
    assert message["sender_chat"]["id"] == group.id
    bot("sendMessage", chat_id=group.id, text="a", reply_markup=GO)
    chief.presses("Go", group.reply())
    [update] = updates(bot)
    assert update["callback_query"]["from"]["id"] == anna.id
    status = bot("getChatMember", chat_id=group.id, user_id=anna.id)
    assert (status["status"], status["is_anonymous"]) == ("creator", True)
    assert bot("getChatMember", chat_id=group.id, user_id=1087968824)["status"] == "left"


def test_channels_and_bots_speak_in_groups(bot: Client, server: BotApiServer, group: Group) -> None:
    """What is said on behalf of a channel and what other bots say is told from what people say."""
    channel = server.channel("News", bot="absent")
    first = group.hears_from_channel(channel, "news")
    server.set_ability("can_read_all_group_messages", False)
    group.hears_from_bot("Other Bot", "more", reply_to=first)
    news, more = messages(bot)
    assert (news["from"]["id"], news["from"]["username"], news["from"]["is_bot"]) == (136817688, "Channel_Bot", True)
    assert news["sender_chat"] == {"id": channel.id, "type": "channel", "title": "News"}
    assert (more["from"]["is_bot"], more["from"]["username"]) == (True, "other_bot_bot")
    assert more["reply_to_message"]["message_id"] == first.message_id


# Privacy mode


def test_privacy_mode_lets_through_what_is_meant_for_the_bot(bot: Client, server: BotApiServer, anna: User) -> None:
    """Commands, mentions, replies to the bot, messages by way of it and service messages reach it, and nothing else."""
    group = server.group("Group")
    member = group.admits(anna)
    chatter = member.says("nothing special")
    bot("sendMessage", chat_id=group.id, text="a")
    said = [
        member.says("/ask where?"),
        member.says("/ask@other_bot where?"),
        member.says("where, @TEST_center_bot?"),
        member.says("Test Bot, where?", mentions_bot=(0, 8)),
        member.sends_photo("@test_center_bot"),
        member.says("why?", reply_to=group.reply()),
        member.says("via", via_bot=server.identity),
    ]
    for text in ("@other_bot where?", "where is /ask", "test_center_bot", "a@test_center_bot.example"):
        member.says(text)
    member.says("me too", reply_to=chatter)
    member.says("via", via_bot=server.user("Ben").identity)
    member.edits(chatter, "still nothing")
    member.edits(said[0], "/ask when?")
    received = updates(bot)
    assert [update["message"]["message_id"] for update in received[:-1]] == [message.message_id for message in said]
    assert received[-1]["edited_message"]["text"] == "/ask when?"
    assert [received[1]["message"]["entities"][0][key] for key in ("type", "length")] == ["bot_command", 14]
    assert received[3]["message"]["entities"][0]["user"]["id"] == server.identity.id
    assert received[6]["message"]["via_bot"]["username"] == "test_center_bot"
    assert "is not for a bot in privacy mode" in server.told()


def test_administrators_and_bots_that_read_everything_get_everything(bot: Client, server: BotApiServer, anna: User) -> None:
    """Privacy mode ends where the bot is an administrator, and everywhere when BotFather says so."""
    group = server.group("Group")
    member = group.admits(anna, "creator")
    member.says("one")
    group.promotes_bot(member)
    member.says("two")
    group.demotes_bot(member)
    member.says("three")
    server.set_ability("can_read_all_group_messages", True)
    assert bot("getMe")["can_read_all_group_messages"] is True
    member.says("four")
    assert texts(bot) == ["two", "four"]
    server.reset()
    assert bot("getMe")["can_read_all_group_messages"] is False


# Forums


def test_messages_stand_in_topics(bot: Client, forum: Group, anna: User) -> None:
    """A message in a topic carries it, and replies to its first message unless it replies to another."""
    member = forum.admits(anna)
    topic = forum.opens_topic("Visas")
    first = member.says("one", topic=topic)
    member.says("two", reply_to=first)
    member.says("three")
    opened, one, two, three = messages(bot)
    assert opened["forum_topic_created"]["name"] == "Visas"
    assert [message.get("message_thread_id") for message in (opened, one, two, three)] == [topic, topic, topic, None]
    assert [message.get("is_topic_message") for message in (opened, one, two, three)] == [True, True, True, None]
    assert "forum_topic_created" in one["reply_to_message"]
    assert two["reply_to_message"]["text"] == "one"
    assert "reply_to_message" not in three
    assert one["chat"]["is_forum"] is True


def test_the_bot_answers_in_topics(bot: Client, forum: Group, anna: User) -> None:
    """The bot's message lands in the topic that it names or that it replies into, or else in General."""
    topic = forum.opens_topic("Visas")
    question = forum.admits(anna).says("where?", topic=topic)
    say = {"chat_id": forum.id, "text": "a"}
    sent = bot("sendMessage", **say, message_thread_id=topic)
    assert "forum_topic_created" in sent["reply_to_message"]
    bot("sendMessage", **say, reply_parameters={"message_id": question.message_id})
    bot("sendMessage", **say)
    replies = forum.replies(3)
    assert [reply.topic for reply in replies] == [topic, topic, None]
    assert [reply.reply_to for reply in replies] == [None, question.message_id, None]
    for method, more in (("sendMessage", {"text": "a"}), ("sendChatAction", {"action": "typing"})):
        refused = bot.refused(method, chat_id=forum.id, message_thread_id=question.message_id, **more)
        assert refused == "Bad Request: message thread not found"


def test_closed_topics_are_for_administrators(bot: Client, server: BotApiServer, forum: Group, anna: User) -> None:
    """In a closed topic nobody else speaks, until it is opened again."""
    member, chief = forum.admits(anna), forum.admits(server.user("Ben"), "administrator")
    topic = forum.opens_topic("Visas")
    say = {"chat_id": forum.id, "text": "a", "message_thread_id": topic}
    forum.closes_topic(topic)
    assert bot.refused("sendMessage", **say) == "Bad Request: TOPIC_CLOSED"
    with pytest.raises(ApiError, match="TOPIC_CLOSED"):
        member.says("a", topic=topic)
    chief.says("b", topic=topic)
    forum.promotes_bot(chief)
    bot("sendMessage", **say)
    forum.demotes_bot(chief)
    forum.reopens_topic(topic)
    bot("sendMessage", **say)
    told = [message for message in messages(bot) if message["message_thread_id"] == topic]
    kinds = ("forum_topic_created", "forum_topic_closed", "text", "forum_topic_reopened")
    assert [next(kind for kind in kinds if kind in message) for message in told] == list(kinds)
    assert told[1]["from"]["id"] == chief.id


def test_deleted_topics_are_gone_with_their_messages(bot: Client, forum: Group, anna: User) -> None:
    """Neither the topic nor what was said in it can be answered any more."""
    topic = forum.opens_topic("Visas")
    question = forum.admits(anna).says("where?", topic=topic)
    forum.deletes_topic(topic)
    say = {"chat_id": forum.id, "text": "a"}
    assert bot.refused("sendMessage", **say, message_thread_id=topic) == "Bad Request: message thread not found"
    refused = bot.refused("sendMessage", **say, reply_parameters={"message_id": question.message_id})
    assert refused == "Bad Request: message to be replied not found"


def test_only_forums_have_topics(bot: Client, group: Group, anna: User) -> None:
    """A topic elsewhere is an error, of the test's or of the bot's."""
    with pytest.raises(AssertionError, match="only forums have topics"):
        group.opens_topic("Visas")
    anna.says("hello")
    refused = bot.refused("sendMessage", chat_id=anna.id, message_thread_id=5, text="a")
    assert refused == "Bad Request: message thread not found"
