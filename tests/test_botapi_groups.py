"""Groups, forums and channels on the local Bot API server are as Telegram's."""

import asyncio
from typing import Any

import pytest
import telegram

from botapi.client import Client
from botapi.errors import ApiError
from botapi.groups import Group, Member
from botapi.people import User
from botapi.server import BotApiServer

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


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
    """A reply carries the message that its thread began with, except in small groups; to name the thread changes nothing."""
    root = member.says("one")
    first = member.says("two", reply_to=root)
    member.says("three", reply_to=first)
    received = messages(bot)
    assert [message.get("message_thread_id") for message in received] == [None, root.message_id, root.message_id]
    assert not any("is_topic_message" in message for message in received)
    sent = bot("sendMessage", chat_id=group.id, message_thread_id=root.message_id, text="a")
    assert not {"message_thread_id", "reply_to_message"} & set(sent)
    reply = {"reply_parameters": {"message_id": first.message_id}, "message_thread_id": root.message_id}
    assert bot("sendMessage", chat_id=group.id, text="a", **reply)["message_thread_id"] == root.message_id
    small = server.group("Small", kind="group")
    said = small.admits(server.user("Ben")).says("a")
    reply = {"reply_parameters": {"message_id": said.message_id}, "message_thread_id": said.message_id}
    assert "message_thread_id" not in bot("sendMessage", chat_id=small.id, text="b", **reply)


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
    elsewhere = server.group("Elsewhere", username="elsewhere", bot="absent")
    assert bot("getChatMemberCount", chat_id="@elsewhere") == 0
    refused = bot.refused("sendMessage", chat_id=elsewhere.id, text="a")
    assert refused == "Forbidden: bot is not a member of the supergroup chat"


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
        group.announces(new_chat_title="Friends", new_chat_members=[anna.identity.json()]),
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
    with pytest.raises(KeyError, match="can_fly"):
        server.set_ability("can_fly", True)
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


def test_replies_in_general_have_a_thread_that_is_no_topic(bot: Client, forum: Group, anna: User) -> None:
    """What a reply in General names as its thread cannot be sent to; a reply without it lands in General."""
    member = forum.admits(anna)
    root = member.says("one")
    reply = member.says("two", reply_to=root)
    _, message = messages(bot)
    assert (message["message_thread_id"], "is_topic_message" in message) == (root.message_id, False)
    say = {"chat_id": forum.id, "text": "a", "reply_parameters": {"message_id": reply.message_id}}
    assert bot.refused("sendMessage", **say, message_thread_id=root.message_id) == "Bad Request: message thread not found"
    assert bot.refused("sendMessage", **say, message_thread_id=1) == "Bad Request: message thread not found"
    assert bot("sendChatAction", chat_id=forum.id, message_thread_id=1, action="typing")
    bot("sendMessage", **say)
    assert (forum.reply().topic, forum.actions()) == (None, ("typing",))


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
    with pytest.raises(AssertionError, match="only forums have topics"):
        group.admits(anna).says("a", topic=5)
    anna.says("hello")
    refused = bot.refused("sendMessage", chat_id=anna.id, message_thread_id=5, text="a")
    assert refused == "Bad Request: message thread not found"


# Who is there


def test_the_bot_asks_who_is_there(bot: Client, server: BotApiServer, group: Group, anna: User) -> None:
    """Members are known by what they are; who is known and elsewhere has left, and nobody else is known."""
    group.admits(anna, "creator")
    ben = group.admits(server.user("Ben"))
    where = {"chat_id": group.id}

    def status(user_id: int) -> str:
        return str(bot("getChatMember", **where, user_id=user_id)["status"])

    stranger = server.user("Carl")
    assert bot.refused("getChatMember", **where, user_id=stranger.id) == "Bad Request: user not found"
    stranger.says("hello")
    assert [status(user_id) for user_id in (anna.id, ben.id, stranger.id)] == ["creator", "member", "left"]
    assert status(server.identity.id) == "member"
    assert [each["user"]["id"] for each in bot("getChatAdministrators", **where)] == [anna.id]
    assert bot("getChatMemberCount", **where) == 3
    group.sets_status(ben, "restricted")
    with pytest.raises(AssertionError, match="cannot write in 'Friends of Japan'"):
        ben.says("a")
    group.sets_status(ben, "kicked")
    assert (status(ben.id), bot("getChatMemberCount", **where)) == ("kicked", 2)
    with pytest.raises(AssertionError, match="cannot write in 'Friends of Japan'"):
        ben.says("a")
    assert bot("getChatMemberCount", chat_id=stranger.id) == 2
    assert "no administrators in the private chat" in bot.refused("getChatAdministrators", chat_id=stranger.id)
    assert bot("getChatMember", chat_id=stranger.id, user_id=stranger.id)["status"] == "member"
    assert bot.refused("getChatMember", chat_id=stranger.id, user_id=1) == "Bad Request: user not found"


def test_changes_of_members_are_told_on_request(bot: Client, group: Group, member: Member, server: BotApiServer) -> None:
    """A chat_member update comes only to an administrator who asks for it."""
    chief = group.admits(server.user("Ben"), "creator")
    group.sets_status(member, "administrator")
    bot("getUpdates", allowed_updates=["chat_member"])
    group.sets_status(member, "member")
    group.promotes_bot(chief)
    group.sets_status(member, "restricted")
    [update] = updates(bot)
    change = update["chat_member"]
    assert [change[f"{age}_chat_member"]["status"] for age in ("old", "new")] == ["member", "restricted"]
    assert change["new_chat_member"]["can_send_messages"] is False


def test_menus_are_for_groups_and_their_administrators(bot: Client, server: BotApiServer, group: Group, anna: User) -> None:
    """A member is offered the commands of the narrowest scope that covers the seat."""
    ben = group.admits(server.user("Ben"))
    chief = group.admits(anna, "creator")
    here = {"chat_id": group.id}

    def offered(name: str, **scope: Any) -> list[str]:
        bot("setMyCommands", commands=[{"command": name, "description": "d"}], scope=scope)
        return [seat.menu()[0].command for seat in (ben, chief)]

    assert offered("all", type="default") == ["all", "all"]
    assert offered("groups", type="all_group_chats") == ["groups", "groups"]
    assert offered("chiefs", type="all_chat_administrators") == ["groups", "chiefs"]
    assert offered("here", type="chat", **here) == ["here", "here"]
    assert offered("leaders", type="chat_administrators", **here) == ["here", "leaders"]
    assert offered("ben", type="chat_member", user_id=ben.id, **here) == ["ben", "leaders"]
    assert anna.menu()[0].command == "all"


# What happens to the bot


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_the_bot_is_brought_in_and_thrown_out(bot: Client, server: BotApiServer, anna: User, kind: Any) -> None:
    """The bot is told of both, and is welcome only in between."""
    group = server.group("Group", kind=kind, bot="absent")
    member = group.admits(anna)
    say = {"chat_id": group.id, "text": "a"}
    member.says("/ask anybody?")
    assert bot.refused("sendMessage", **say) == "Bad Request: chat not found"
    group.adds_bot(member)
    bot("sendMessage", **say)
    assert group.reply().text == "a"
    group.removes_bot(member)
    member.says("/ask gone?")
    for method, more in (("sendMessage", {"text": "a"}), ("getChatMember", {"user_id": anna.id}), ("leaveChat", {})):
        answer = bot.post(method, chat_id=group.id, **more)
        assert (answer["error_code"], answer["description"]) == (403, f"Forbidden: bot was kicked from the {kind} chat")
    added, service, removed = updates(bot)
    assert statuses(added) == ["left", "member"]
    assert added["my_chat_member"]["from"]["id"] == anna.id
    assert [each["id"] for each in service["message"]["new_chat_members"]] == [server.identity.id]
    assert statuses(removed) == ["member", "kicked"]
    group.adds_bot(member, as_admin=True)
    assert statuses(updates(bot)[0]) == ["kicked", "administrator"]
    assert [each["user"]["id"] for each in bot("getChatAdministrators", chat_id=group.id)] == [server.identity.id]


def statuses(update: dict[str, Any]) -> list[str]:
    """What the bot was and is, as an update tells."""
    return [update["my_chat_member"][f"{age}_chat_member"]["status"] for age in ("old", "new")]


def test_a_restricted_bot_is_silent(bot: Client, server: BotApiServer, group: Group, member: Member) -> None:
    """Without the right to write, nothing can be sent, and edits and reading go on."""
    message_id = bot("sendMessage", chat_id=group.id, text="a")["message_id"]
    group.restricts_bot(member)
    refused = bot.refused("sendMessage", chat_id=group.id, text="a")
    assert refused == "Bad Request: not enough rights to send text messages to the chat"
    photo = member.sends_photo().attachment["photo"][0]["file_id"]
    refused = bot.refused("sendPhoto", chat_id=group.id, photo=photo)
    assert refused == "Bad Request: not enough rights to send photos to the chat"
    bot("editMessageText", chat_id=group.id, message_id=message_id, text="b")
    group.frees_bot(member)
    bot("sendMessage", chat_id=group.id, text="a")
    changes = [update for update in updates(bot) if "my_chat_member" in update]
    assert [statuses(change) for change in changes] == [["member", "restricted"], ["restricted", "member"]]
    assert changes[0]["my_chat_member"]["new_chat_member"]["can_send_messages"] is False
    with pytest.raises(AssertionError, match="only supergroups"):
        server.group("Small", kind="group").restricts_bot(member)


def test_the_bot_leaves(bot: Client, server: BotApiServer, group: Group, anna: User) -> None:
    """After leaveChat the bot is a stranger, and is told so itself; a private chat cannot be left."""
    assert bot("leaveChat", chat_id=group.id)
    assert bot.refused("sendMessage", chat_id=group.id, text="a") == "Forbidden: bot is not a member of the supergroup chat"
    [update] = updates(bot)
    assert (statuses(update), update["my_chat_member"]["from"]["id"]) == (["member", "left"], server.identity.id)
    anna.says("hello")
    assert "can't be changed in private chats" in bot.refused("leaveChat", chat_id=anna.id)


@pytest.mark.parametrize("bot_status", ["member", "administrator"])
def test_a_group_becomes_a_supergroup(bot: Client, server: BotApiServer, anna: User, bot_status: Any) -> None:
    """Both chats tell of it, the members are in the new one, and requests for the old one name the new one."""
    old = server.group("Group", kind="group", bot=bot_status)
    member = old.admits(anna, "creator")
    new = old.upgrades()
    gone, come = messages(bot)
    assert (come["message_id"], come["from"]["username"]) == (1, "GroupAnonymousBot")
    assert (gone["chat"]["id"], gone["migrate_to_chat_id"], gone["from"]["id"]) == (old.id, new.id, anna.id)
    assert (come["chat"], come["migrate_from_chat_id"]) == ({"id": new.id, "type": "supergroup", "title": "Group"}, old.id)
    assert bot("getChat", chat_id=old.id)["type"] == "group"
    assert bot.refused("editMessageText", chat_id=old.id, message_id=5, text="a") == "Bad Request: message can't be edited"
    answer = bot.post("sendMessage", chat_id=old.id, text="a")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    member.says("/ask still here?")
    assert [message["chat"]["id"] for message in messages(bot)] == [new.id]
    assert bot("getChatMember", chat_id=new.id, user_id=anna.id)["status"] == "creator"
    assert bot("getChatMember", chat_id=new.id, user_id=server.identity.id)["status"] == bot_status
    bot("sendMessage", chat_id=new.id, text="a")
    assert new.reply().text == "a"
    with pytest.raises(ApiError, match="upgraded"):
        old.hears_from_bot("Other", "a")


def test_the_bot_comes_into_the_new_chat_of_a_group(bot: Client, server: BotApiServer, anna: User) -> None:
    """If a test wants it, the bot is told between the two service messages that it is a member of the supergroup now."""
    old = server.group("Group", kind="group")
    old.admits(anna, "creator")
    new = old.upgrades(rejoins=True)
    _, joined, _ = updates(bot)
    change = joined["my_chat_member"]
    assert (statuses(joined), change["chat"]["id"], change["from"]["id"]) == (["left", "member"], new.id, anna.id)


def test_the_library_understands_the_errors_of_groups(server: BotApiServer, anna: User) -> None:
    """Refusals arrive as the exceptions that python-telegram-bot has for them."""
    old = server.group("Group", kind="group")
    new = old.upgrades()
    new.removes_bot(new.admits(anna))

    async def fail() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            with pytest.raises(telegram.error.ChatMigrated) as migrated:
                await bot.send_message(old.id, "a")
            assert migrated.value.new_chat_id == new.id
            with pytest.raises(telegram.error.Forbidden, match="kicked from the supergroup"):
                await bot.send_message(new.id, "a")
            group = server.group("Group", bot="administrator")
            group.admits(anna, "restricted")
            assert isinstance(await bot.get_chat_member(group.id, anna.id), telegram.ChatMemberRestricted)
            [administrator] = await bot.get_chat_administrators(group.id)
            assert isinstance(administrator, telegram.ChatMemberAdministrator)
            assert administrator.can_manage_topics
            assert (await bot.get_chat(group.id)).title == "Group"
            assert await bot.get_chat_member_count(group.id) == 2
            assert await bot.leave_chat(group.id)

    asyncio.run(fail())
    assert server.violations == ()


# Channels


def test_a_channel_speaks_for_itself(bot: Client, server: BotApiServer) -> None:
    """Posts and their edits are from nobody but the channel; what the bot posts is the channel's, too."""
    channel = server.channel("News", username="japan_news")
    post = channel.posts("one", signed="Anna")
    channel.edits(post, "two")
    channel.posts("three", photo=True)
    first, edited, photo = updates(bot)
    assert first["channel_post"]["sender_chat"]["id"] == channel.id
    assert "from" not in first["channel_post"]
    assert first["channel_post"]["author_signature"] == "Anna"
    assert edited["edited_channel_post"]["text"] == "two"
    assert photo["channel_post"]["caption"] == "three"
    sent = bot("sendMessage", chat_id="@japan_news", text="four", reply_markup=GO)
    assert "from" not in sent
    assert sent["sender_chat"]["id"] == channel.id
    reply = channel.reply()
    subscriber = channel.admits(server.user("Anna"))
    query = subscriber.presses("Go", reply)
    bot("answerCallbackQuery", callback_query_id=query.id, text="ok")
    assert subscriber.toast(query).text == "ok"
    bot("editMessageText", chat_id=channel.id, message_id=reply.message_id, text="five")
    assert channel.edited(reply).text == "five"
    with pytest.raises(AssertionError, match="cannot write"):
        subscriber.says("a")


def test_the_bot_posts_as_an_administrator(bot: Client, server: BotApiServer, anna: User) -> None:
    """In a channel the bot is an administrator or not at all."""
    channel = server.channel("News", username="japan_news", bot="absent")
    owner = channel.admits(anna, "creator")
    say = {"chat_id": channel.id, "text": "a"}
    assert bot("getMe")
    assert bot.refused("sendMessage", **say) == "Forbidden: bot is not a member of the channel chat"
    channel.posts("nobody there")
    channel.adds_bot(owner)
    bot("sendMessage", **say)
    channel.demotes_bot(owner)
    assert bot.refused("sendMessage", **say) == "Bad Request: need administrator rights in the channel chat"
    channel.removes_bot(owner)
    assert bot.refused("sendMessage", **say) == "Forbidden: bot was kicked from the channel chat"
    assert [statuses(update)[1] for update in updates(bot)] == ["administrator", "member", "kicked"]
    private = server.channel("Secret", bot="absent")
    assert bot.refused("sendMessage", chat_id=private.id, text="a") == "Bad Request: chat not found"


def test_posts_are_discussed_in_a_group(bot: Client, server: BotApiServer, anna: User) -> None:
    """Each post stands in the discussion group, too, where comments are replies to it."""
    channel = server.channel("News", bot="absent")
    group = server.group("Talk", discussion_of=channel, bot="administrator")
    member = group.admits(anna)
    post = channel.posts("one", signed="Ben")
    forward = group.forward_of(post)
    member.says("why?", reply_to=forward)
    channel.edits(post, "two")
    received = updates(bot)
    told, comment = (update["message"] for update in received[:2])
    assert (told["from"]["id"], told["sender_chat"]["id"]) == (777000, channel.id)
    assert (told["is_automatic_forward"], told["text"]) == (True, "one")
    origin = {key: told["forward_origin"][key] for key in ("type", "message_id", "author_signature")}
    assert origin == {"type": "channel", "message_id": post.message_id, "author_signature": "Ben"}
    assert comment["message_thread_id"] == comment["reply_to_message"]["message_id"] == forward.message_id
    assert comment["reply_to_message"]["is_automatic_forward"] is True
    assert received[2]["edited_message"]["text"] == "two"
    assert bot("getChat", chat_id=group.id)["linked_chat_id"] == channel.id
    assert bot.refused("getChat", chat_id=channel.id) == "Forbidden: bot is not a member of the channel chat"
    assert bot.refused("sendMessage", chat_id=channel.id, text="a") == "Forbidden: bot is not a member of the channel chat"


def test_what_the_bot_posts_is_discussed(bot: Client, server: BotApiServer, anna: User) -> None:
    """The bot's posts are forwarded as all others; a forward that was deleted does not come back."""
    channel = server.channel("News")
    group = server.group("Talk", discussion_of=channel, bot="administrator")
    sent = bot("sendMessage", chat_id=channel.id, text="one")
    bot("editMessageText", chat_id=channel.id, message_id=sent["message_id"], text="two")
    post = channel.reply()
    group.admits(anna, "creator").deletes(group.forward_of(post))
    bot("editMessageText", chat_id=channel.id, message_id=sent["message_id"], text="three")
    received = [update.get("message") or update["edited_message"] for update in updates(bot)]
    assert [message["text"] for message in received] == ["one", "two"]
    assert group.screen() == ()
    assert bot("getChat", chat_id=channel.id)["linked_chat_id"] == group.id


def test_kinds_of_updates_are_chosen_in_groups_too(bot: Client, server: BotApiServer, anna: User) -> None:
    """Posts and changes of the bot's membership are delivered unless the bot has named other kinds."""
    channel = server.channel("News")
    group = server.group("Group")
    member = group.admits(anna)

    def happens() -> list[str]:
        channel.edits(channel.posts("a"), "b")
        group.promotes_bot(member)
        return [list(update)[1] for update in updates(bot)]

    assert happens() == ["channel_post", "edited_channel_post", "my_chat_member"]
    bot("getUpdates", allowed_updates=["my_chat_member"])
    assert happens() == ["my_chat_member"]
