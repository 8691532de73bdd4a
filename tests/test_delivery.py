"""Messages reach their chat or are put in the place of others, over real HTTP, whatever Telegram no longer finds."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from operator import methodcaller
from pathlib import Path
from typing import TypeVar

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.storage.database import Database
from bot.storage.store import Store
from bot.telegram.conversations import Sent
from bot.telegram.delivery import Delivery, Spot
from bot.telegram.pictures import Pictures
from bot.telegram.rendering import Outgoing
from botapi.files import picture
from botapi.people import User
from botapi.server import BotApiServer

Result = TypeVar("Result")

KEYBOARD = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Go", callback_data="go"))
SIX, SEVEN = Outgoing("<b>Six</b> &amp; more", KEYBOARD), Outgoing("Seven")
TOO_LONG = Outgoing("a" * 4097)


@pytest.fixture(scope="module")
def running() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def server(running: BotApiServer) -> Iterator[BotApiServer]:
    """A Telegram in which at the end no rule was broken."""
    running.reset()
    yield running
    assert running.violations == ()


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has written to the bot."""
    user = server.user("Anna")
    user.says("hello")
    return user


@pytest.fixture
def photo(tmp_path: Path) -> Outgoing:
    """A picture with a caption."""
    path = tmp_path / "house.png"
    path.write_bytes(picture(40, 30))
    return Outgoing("<i>Red</i> brick", KEYBOARD, path)


def delivered(server: BotApiServer, work: Callable[[Delivery], Awaitable[Result]]) -> Result:
    """What comes of some work of the delivery in that Telegram."""

    async def deliver() -> Result:
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            return await work(Delivery(bot, Pictures(bot, Store(Database("sqlite:///unopened.db")))))

    return asyncio.run(deliver())


def methods(server: BotApiServer) -> list[str]:
    """The methods that were called, in order."""
    return [call.method for call in server.calls() if call.method != "getMe"]


def test_a_text_is_sent(server: BotApiServer, anna: User) -> None:
    """A text is sent as HTML with its buttons and without a preview, and known by its id."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    reply = anna.reply()
    assert sent == Sent(reply.message_id, has_photo=False)
    assert (reply.text, reply.marked("bold"), reply.reply_to) == ("Six & more", ("Six",), None)
    assert reply.buttons[0][0].value == "go"
    assert server.calls()[-1].parameters["link_preview_options"] == {"is_disabled": True}
    assert methods(server) == ["sendMessage"]


def test_a_picture_is_sent_with_its_caption(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """The upload, which takes seconds, is announced; the picture comes whole."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), photo))
    reply = anna.reply()
    assert sent == Sent(reply.message_id, has_photo=True)
    assert reply.photo
    assert reply.photo.content == picture(40, 30)
    assert (reply.text, reply.marked("italic"), reply.buttons[0][0].value) == ("Red brick", ("Red",), "go")
    assert methods(server) == ["sendChatAction", "sendPhoto"]
    assert anna.actions() == ("upload_photo",)


def test_a_message_can_be_a_reply(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """Texts and pictures reply to the message that they answer, and are sent all the same if it is not there any more."""
    question = anna.says("where?")
    for outgoing in (SIX, photo):
        delivered(server, methodcaller("send", Spot(anna.id, question.message_id), outgoing))
    anna.deletes(question)
    delivered(server, lambda delivery: delivery.send(Spot(anna.id, question.message_id), SEVEN))
    assert [reply.reply_to for reply in anna.replies(3)] == [question.message_id, question.message_id, None]


def test_a_picture_takes_the_place_of_a_picture(server: BotApiServer, anna: User, photo: Outgoing, tmp_path: Path) -> None:
    """The message stays where it is and shows something else, however old it is."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), photo))
    path = tmp_path / "garden.png"
    path.write_bytes(picture(30, 40))
    garden = Outgoing("<b>Green</b>", None, path)
    assert delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, garden)) == sent
    edited = anna.edited(anna.reply())
    assert edited.photo
    assert edited.photo.content == picture(30, 40)
    assert (edited.text, edited.marked("bold"), edited.buttons) == ("Green", ("Green",), ())
    assert anna.actions() == ("upload_photo", "upload_photo")


def test_a_text_takes_the_place_of_a_text(server: BotApiServer, anna: User) -> None:
    """The message stays and says something else; its buttons go if the new text has none."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    assert delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, SEVEN)) == sent
    edited = anna.edited(anna.reply())
    assert (edited.text, edited.buttons) == ("Seven", ())
    assert anna.screen() == (edited,)


def test_the_same_text_again_is_no_error(server: BotApiServer, anna: User) -> None:
    """Telegram refuses an edit that changes nothing; the message is as it should be."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    assert delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, SIX)) == sent
    assert [message.text for message in anna.screen()] == ["Six & more"]


@pytest.mark.parametrize("reason", ["message to edit not found", "message can't be edited"])
def test_what_cannot_be_edited_is_sent_anew(server: BotApiServer, anna: User, reason: str) -> None:
    """A message that was deleted, or is too old to be edited, is left, and the new one has its own id."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    server.fail_next("editMessageText", 400, f"Bad Request: {reason}")
    again = delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, SEVEN))
    assert [(reply.message_id, reply.text) for reply in anna.replies(2)] == [
        (sent.message_id, "Six & more"),
        (again.message_id, "Seven"),
    ]


def test_a_picture_that_cannot_be_edited_is_sent_anew(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """One that was deleted, as a text that was."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), photo))
    anna.deletes(anna.reply())
    again = delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, photo))
    assert [message.message_id for message in anna.screen()] == [again.message_id]


def test_what_is_out_of_reach_is_sent_anew(server: BotApiServer, anna: User) -> None:
    """Telegram also says MESSAGE_ID_INVALID of messages that cannot be edited any more."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    server.fail_next("editMessageText", 400, "Bad Request: MESSAGE_ID_INVALID")
    delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, SEVEN))
    assert [reply.text for reply in anna.replies(2)] == ["Six & more", "Seven"]


def test_pictures_and_texts_take_each_others_place(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """Whatever came before, one message is left, which is the new one."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    shown = []
    for outgoing in (photo, photo, SEVEN, SIX):
        sent = delivered(server, methodcaller("replace", Spot(anna.id), sent, outgoing))
        [message] = anna.screen()
        assert message.message_id == sent.message_id
        assert bool(message.photo) == sent.has_photo
        shown.append(message.text)
    assert shown == ["Red brick", "Red brick", "Seven", "Six & more"]


@pytest.mark.parametrize("reason", ["message to delete not found", "message can't be deleted for everyone"])
def test_a_picture_comes_also_if_the_old_message_stays(server: BotApiServer, anna: User, photo: Outgoing, reason: str) -> None:
    """What is gone already, or is older than the two days in which bots may delete, keeps nothing back."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    server.fail_next("deleteMessage", 400, f"Bad Request: {reason}")
    delivered(server, lambda delivery: delivery.replace(Spot(anna.id), sent, photo))
    assert [reply.text for reply in anna.replies(2)] == ["Six & more", "Red brick"]


def test_pressed_buttons_stop_blinking(server: BotApiServer, anna: User) -> None:
    """A press is answered, with a word or without."""
    delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    message = anna.reply()
    first, second = anna.presses("Go", message), anna.presses("Go", message)
    delivered(server, lambda delivery: delivery.acknowledge(first.id))
    delivered(server, lambda delivery: delivery.acknowledge(second.id, "Done"))
    assert [anna.toast(query).text for query in (first, second)] == ["", "Done"]


@pytest.mark.parametrize("reason", ["query is too old and response timeout expired or query ID is invalid", "QUERY_ID_INVALID"])
def test_presses_that_are_too_old_are_let_be(server: BotApiServer, reason: str) -> None:
    """A press that Telegram has given up on is not answered, and that is no error."""
    server.fail_next("answerCallbackQuery", 400, f"Bad Request: {reason}")
    delivered(server, lambda delivery: delivery.acknowledge("1"))
    assert methods(server) == ["answerCallbackQuery"]


@pytest.mark.parametrize(
    "method", ["sendMessage", "sendPhoto", "editMessageText", "editMessageMedia", "deleteMessage", "answerCallbackQuery"]
)
@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [
        (400, "Bad Request: something new", BadRequest),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (502, "Bad Gateway", NetworkError),
    ],
)
def test_other_refusals_are_errors(
    server: BotApiServer, anna: User, photo: Outgoing, method: str, status: int, reason: str, error: type[Exception]
) -> None:
    """What is not known to be harmless is raised, for the error handler to judge."""
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX))
    works: dict[str, Callable[[Delivery], Awaitable[object]]] = {
        "sendMessage": lambda delivery: delivery.send(Spot(anna.id), SIX),
        "sendPhoto": lambda delivery: delivery.send(Spot(anna.id), photo),
        "editMessageText": lambda delivery: delivery.replace(Spot(anna.id), sent, SEVEN),
        "editMessageMedia": lambda delivery: delivery.replace(Spot(anna.id), replace(sent, has_photo=True), photo),
        "deleteMessage": lambda delivery: delivery.replace(Spot(anna.id), sent, photo),
        "answerCallbackQuery": lambda delivery: delivery.acknowledge("1"),
    }
    server.fail_next(method, status, reason)
    with pytest.raises(error):
        delivered(server, works[method])


def test_a_text_that_is_too_long_is_an_error(server: BotApiServer, anna: User) -> None:
    """Cutting an answer would change what it says; the knowledge base keeps answers short enough."""
    with pytest.raises(BadRequest, match="too long"):
        delivered(server, lambda delivery: delivery.send(Spot(anna.id), TOO_LONG))


def test_an_answer_comes_also_if_its_picture_is_gone(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """If the file of the picture is not there any more, the answer is sent without it."""
    assert photo.photo
    photo.photo.unlink()
    sent = delivered(server, lambda delivery: delivery.send(Spot(anna.id), photo))
    assert sent.has_photo is False
    assert anna.reply().text == "Red brick"


def test_a_picture_that_is_gone_takes_the_place_of_others_all_the_same(server: BotApiServer, anna: User, photo: Outgoing) -> None:
    """Whether a text or a picture stood there before, the answer without its picture is what is left, and can be edited."""
    assert photo.photo
    before = [
        delivered(server, lambda delivery: delivery.send(Spot(anna.id), SIX)),
        delivered(server, lambda delivery: delivery.send(Spot(anna.id), photo)),
    ]
    photo.photo.unlink()
    after = [delivered(server, methodcaller("replace", Spot(anna.id), sent, photo)) for sent in before]
    assert [sent.has_photo for sent in before + after] == [False, True, False, False]
    assert [(message.message_id, message.text) for message in anna.screen()] == [(sent.message_id, "Red brick") for sent in after]
    assert delivered(server, lambda delivery: delivery.replace(Spot(anna.id), after[1], SEVEN)) == after[1]
    assert anna.screen()[-1].text == "Seven"
