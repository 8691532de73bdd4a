"""The local Bot API server: guest mode, in which somebody calls the bot into a chat where it is not."""

import asyncio
from typing import Any

import pytest
import telegram

from botapi.client import Client
from botapi.guest import GuestQuery
from botapi.people import User
from botapi.server import BotApiServer

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
RESULT = {
    "type": "article",
    "id": "guest",
    "title": "Bot",
    "input_message_content": {"message_text": "<b>Six</b>", "parse_mode": "HTML"},
    "reply_markup": GO,
}


def told(bot: Client) -> telegram.Message:
    """The last guest message, as python-telegram-bot reads it."""
    update = telegram.Update.de_json(bot("getUpdates")[-1], bot=None)
    assert update.guest_message
    return update.guest_message


def answer(bot: Client, query: GuestQuery, result: dict[str, Any] = RESULT) -> str:
    """Answer a call; the name of the message."""
    return str(bot("answerGuestQuery", guest_query_id=query.id, result=result)["inline_message_id"])


def test_a_call_reaches_the_bot(bot: Client, anna: User) -> None:
    """The bot gets the message that calls it, with the one that it replies to, and cannot write into the chat otherwise."""
    query = anna.summons("@test_center_bot where?", chat_title="Friends", reply_to=("Boris", "Is there a branch in Rome?"))
    message = told(bot)
    assert (message.guest_query_id, message.text) == (query.id, "@test_center_bot where?")
    assert message.from_user
    assert (message.from_user.id, message.guest_bot_caller_user) == (anna.id, None)
    assert (message.chat.title, message.chat.type) == ("Friends", "supergroup")
    assert message.reply_to_message
    assert message.reply_to_message.from_user
    replied = message.reply_to_message
    assert (message.reply_to_message.from_user.first_name, replied.text) == ("Boris", "Is there a branch in Rome?")
    assert [entity.type for entity in message.entities] == ["mention"]
    assert bot.refused("sendMessage", chat_id=message.chat.id, text="a") == "Bad Request: chat not found"
    assert len(bot("getUpdates")) == 1


def test_calls_come_from_all_sorts_of_chats(bot: Client, anna: User) -> None:
    """A chat keeps its number from call to call, and chats of two people have a name instead of a title."""
    first, second = (anna.summons("@test_center_bot hi", chat_title="One", kind="group") for _ in range(2))
    other = anna.summons("@test_center_bot hi", chat_title="Boris", kind="private")
    assert first.message.chat == second.message.chat
    assert first.message.message_id != second.message.message_id
    assert (told(bot).chat.id, told(bot).chat.type, told(bot).chat.first_name) == (other.message.chat.id, "private", "Boris")


def test_guest_mode_can_be_off(server: BotApiServer, bot: Client, anna: User) -> None:
    """A bot without guest mode is not told that it was called."""
    server.set_ability("supports_guest_queries", False)
    anna.hears_no_guest_reply(anna.summons("@test_center_bot hi"), 0)
    assert bot("getUpdates") == []


def test_a_call_is_answered_once(bot: Client, anna: User) -> None:
    """People see the bot's answer in reply to the call; a second one, and one to nothing, is refused."""
    query = anna.summons("@test_center_bot where?")
    anna.hears_no_guest_reply(query, 0)
    with pytest.raises(AssertionError, match="no answer to '@test_center_bot where"):
        anna.guest_reply(query, within=0)
    name = answer(bot, query)
    reply = anna.guest_reply(query)
    assert (reply.text, reply.html, reply.marked("bold")) == ("Six", "<b>Six</b>", ("Six",))
    assert (reply.reply_to, reply.inline_message_id) == (query.message.message_id, name)
    for query_id in (query.id, "1"):
        assert bot.refused("answerGuestQuery", guest_query_id=query_id, result=RESULT) == TOO_OLD
    with pytest.raises(AssertionError, match="'Six' instead of nothing"):
        anna.hears_no_guest_reply(query, 0)


def test_answers_keep_the_rules_of_results(server: BotApiServer, bot: Client, anna: User) -> None:
    """What would be no inline result is no answer to a call either."""
    query = anna.summons("@test_center_bot where?")
    refused = bot.refused("answerGuestQuery", guest_query_id=query.id, result=RESULT | {"id": ""})
    assert refused == "Bad Request: RESULT_ID_INVALID"
    assert "expected an Object" in bot.refused("answerGuestQuery", guest_query_id=query.id)
    answer(bot, query, RESULT | {"caption": "a"})
    assert [violation.rule for violation in server.violations] == ["unknown field caption of inline query result 'guest'"]


def test_buttons_of_answers_are_pressed(bot: Client, anna: User) -> None:
    """The answer is an inline message: it is pressed and edited by its name."""
    query = anna.summons("@test_center_bot where?")
    name = answer(bot, query)
    reply = anna.guest_reply(query)
    press = anna.presses_inline("Go", reply)
    assert bot("getUpdates")[-1]["callback_query"]["inline_message_id"] == name
    bot("answerCallbackQuery", callback_query_id=press.id)
    assert bot("editMessageText", inline_message_id=name, text="Seven") is True
    assert (anna.toast(press).text, reply.now().text, reply.edited().buttons) == ("", "Seven", ())


def test_a_call_can_reply_to_the_bot(server: BotApiServer, bot: Client, anna: User) -> None:
    """What the bot said as a guest comes back with who had called it, where it is replied to."""
    query = anna.summons("@test_center_bot where?", chat_title="Friends")
    answer(bot, query)
    ben = server.user("Ben")
    ben.summons("and when?", reply_to=anna.guest_reply(query))
    message = told(bot)
    replied = message.reply_to_message
    assert replied
    assert (replied.text, message.chat.title) == ("Six", "Friends")
    assert replied.from_user
    assert replied.guest_bot_caller_user
    assert (replied.from_user.id, replied.guest_bot_caller_user.id) == (server.identity.id, anna.id)


def test_the_library_answers_as_a_guest(server: BotApiServer, anna: User) -> None:
    """python-telegram-bot answers calls here, using no unknown field."""

    async def talk() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            query = anna.summons("@test_center_bot where?")
            content = telegram.InputTextMessageContent("<i>Six</i>", parse_mode="HTML")
            sent = await bot.answer_guest_query(query.id, telegram.InlineQueryResultArticle("guest", "Bot", content))
            assert sent.inline_message_id == anna.guest_reply(query).inline_message_id

    asyncio.run(talk())
    assert server.violations == ()
