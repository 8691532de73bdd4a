"""The local Bot API server: Telegram Business, where the bot writes in the name of an account."""

import asyncio
from typing import Any

import pytest
import telegram

from botapi.business import Business, BusinessChat
from botapi.client import Client
from botapi.files import picture
from botapi.people import User
from botapi.server import BotApiServer

INVALID = "Bad Request: BUSINESS_CONNECTION_INVALID"
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


@pytest.fixture
def business(server: BotApiServer) -> Business:
    """Olga's account, where the bot may reply."""
    return server.business(server.user("Olga"))


@pytest.fixture
def chat(business: Business, anna: User) -> BusinessChat:
    """Anna as a customer of Olga's."""
    return business.customer(anna)


def updates(bot: Client) -> list[telegram.Update]:
    """Everything that the bot was told, as python-telegram-bot reads it."""
    return [telegram.Update.de_json(body, bot=None) for body in bot("getUpdates")]


def place(business: Business, chat: BusinessChat) -> dict[str, Any]:
    """The parameters that say where the bot writes."""
    return {"business_connection_id": business.id, "chat_id": chat.id}


def test_connections_are_told(bot: Client, business: Business) -> None:
    """The bot is told when it is connected, what it may do, and when that changes; and it can ask."""
    business.forbids_reply()
    business.allows_reply()
    business.disables()
    business.enables()
    told = [update.business_connection for update in updates(bot)]
    connections = [connection for connection in told if connection]
    seen = [(each.is_enabled, each.rights.can_reply if each.rights else None) for each in connections]
    assert seen == [(True, True), (True, None), (True, True), (False, True), (True, True)]
    assert {each.id for each in connections} == {business.id}
    assert (connections[0].user.first_name, connections[0].user_chat_id) == ("Olga", connections[0].user.id)
    asked = telegram.BusinessConnection.de_json(bot("getBusinessConnection", business_connection_id=business.id), bot=None)
    assert asked == connections[-1]
    assert bot.refused("getBusinessConnection", business_connection_id="a") == INVALID


def test_only_some_bots_can_be_connected(server: BotApiServer) -> None:
    """Nobody can connect a bot that BotFather has not let it."""
    server.set_ability("can_connect_to_business", False)
    with pytest.raises(AssertionError, match="cannot be connected"):
        server.business(server.user("Olga"))


def test_both_sides_are_told(bot: Client, business: Business, chat: BusinessChat) -> None:
    """The bot reads what customer and owner say, change and delete, in the customer's chat."""
    question = chat.says("Where?")
    chat.owner_says("Wait", reply_to=question)
    chat.edits(question, "When?")
    chat.deletes(question)
    _, asked, answered, edited, deleted = updates(bot)
    assert asked.business_message
    assert asked.business_message.business_connection_id == business.id
    assert asked.business_message.from_user
    assert (asked.business_message.from_user.id, asked.business_message.chat.id) == (chat.id, chat.id)
    assert (asked.business_message.chat.type, asked.business_message.chat.first_name) == ("private", "Anna")
    assert answered.business_message
    assert answered.business_message.from_user
    assert answered.business_message.reply_to_message
    assert (answered.business_message.from_user.first_name, answered.business_message.chat.id) == ("Olga", chat.id)
    assert edited.edited_business_message
    assert (edited.edited_business_message.text, edited.edited_business_message.message_id) == ("When?", question.message_id)
    assert deleted.deleted_business_messages
    assert deleted.deleted_business_messages.message_ids == (question.message_id,)


def test_the_bot_answers_as_the_owner(bot: Client, business: Business, chat: BusinessChat, anna: User) -> None:
    """What the bot sends by the connection comes from the owner, does not come back, and leaves the bot's own chat alone."""
    question = chat.says("Where?")
    there = place(business, chat)
    body = bot("sendMessage", **there, text="Here", reply_markup=GO, reply_parameters={"message_id": question.message_id})
    sent = telegram.Message.de_json(body, bot=None)
    assert sent.from_user
    assert sent.sender_business_bot
    assert (sent.from_user.first_name, sent.sender_business_bot.username) == ("Olga", "test_center_bot")
    assert sent.business_connection_id == business.id
    reply = chat.reply()
    assert (reply.text, reply.reply_to) == ("Here", question.message_id)
    bot("sendChatAction", **there, action="typing")
    assert chat.actions() == ("typing",)
    bot("editMessageText", **there, message_id=reply.message_id, text="There", reply_markup=GO)
    assert chat.edited(reply).text == "There"
    chat.presses("Go", reply)
    assert [list(update)[1] for update in bot("getUpdates")] == ["business_connection", "business_message", "callback_query"]
    pressed = updates(bot)[-1].callback_query
    assert pressed
    assert isinstance(pressed.message, telegram.Message)
    assert pressed.message.business_connection_id == business.id
    bot.http.post(bot.address("sendPhoto"), data={**there, "caption": "b"}, files={"photo": picture()})
    assert chat.replies(1)[0].photo
    chat.hears_nothing(0)
    anna.hears_nothing(0)
    assert bot.refused("sendMessage", chat_id=anna.id, text="a") == "Bad Request: chat not found"


def test_the_bot_needs_the_right_to_answer(
    server: BotApiServer, bot: Client, business: Business, chat: BusinessChat, anna: User
) -> None:
    """Without connection, right, chat or recent message of the customer's nothing is sent or edited."""
    say = place(business, chat) | {"text": "a"}
    assert bot.refused("sendMessage", **say) == "Bad Request: BUSINESS_PEER_INVALID"
    chat.owner_says("Hello?")
    assert bot.refused("sendMessage", **say) == "Bad Request: BUSINESS_PEER_USAGE_MISSING"
    chat.says("Yes?")
    message_id = bot("sendMessage", **say)["message_id"]
    assert bot.refused("sendMessage", **say | {"business_connection_id": "a"}) == INVALID
    business.forbids_reply()
    forbidden = "Bad Request: not enough rights to send messages on behalf of the business account"
    assert bot.refused("sendMessage", **say) == forbidden
    assert bot.refused("editMessageText", **say | {"text": "b"}, message_id=message_id) == forbidden
    business.allows_reply()
    server.advance(24 * 3600 + 1)
    assert bot.refused("sendMessage", **say) == "Bad Request: BUSINESS_PEER_USAGE_MISSING"
    chat.says("Still there?")
    business.disables()
    assert bot.refused("sendMessage", **say) == INVALID
    bot("getUpdates", offset=-1)
    chat.says("Nobody?")
    assert [list(update)[1] for update in bot("getUpdates")] == ["business_connection"]
    assert len(chat.replies(1)) == 1
    chat.hears_nothing(0)


def test_customers_are_remembered(business: Business, chat: BusinessChat, anna: User) -> None:
    """A customer is the same one each time, with the own messages apart from those to the bot itself."""
    assert business.customer(anna) is chat
    chat.says("Where?")
    anna.says("hello")
    assert (len(chat.screen()), repr(chat), repr(business)) == (
        0,
        f"BusinessChat('Anna' with 'Olga', id={anna.id})",
        f"Business('Olga', id='{business.id}')",
    )


def test_the_library_works_for_a_business(server: BotApiServer, business: Business, chat: BusinessChat) -> None:
    """python-telegram-bot answers customers here, using no unknown parameter."""

    async def talk() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            chat.says("Where?")
            sent = await bot.send_message(chat.id, "Here", business_connection_id=business.id)
            await bot.edit_message_text("There", chat.id, sent.message_id, business_connection_id=business.id)
            assert (await bot.get_business_connection(business.id)).is_enabled

    asyncio.run(talk())
    assert server.violations == ()
    assert [message.text for message in chat.screen()] == ["There"]
