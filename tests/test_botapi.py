"""The local Bot API server behaves as Telegram documents its own, in all that tests of a bot rely on."""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import telegram

from botapi import limits
from botapi.client import Client
from botapi.clock import Clock
from botapi.entities import Entity, EntityError, FormattedText, find_entities, parse, utf16_length
from botapi.errors import ApiError, BadRequest, TooManyRequests
from botapi.files import picture
from botapi.flood import Flood
from botapi.journal import Journal
from botapi.limits import Command
from botapi.messages import Chat
from botapi.people import User
from botapi.server import BotApiServer


@pytest.fixture
def anna(server: BotApiServer) -> User:
    """A person who has written to the bot."""
    user = server.user("Anna")
    user.says("hello")
    return user


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Buttons under a message."""
    return {"inline_keyboard": list(rows)}


GO = keyboard([{"text": "Go", "callback_data": "go"}])


# Entities


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>a</b>", "a", [Entity("bold", 0, 1)]),
        ("<STRONG>a</strong>", "a", [Entity("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", "ab", [Entity("italic", 0, 1), Entity("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [Entity("underline", 0, 1), Entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [Entity("strikethrough", n, 1) for n in range(3)]),
        (
            '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
            "ab",
            [Entity("spoiler", n, 1) for n in (0, 1)],
        ),
        ("<b>a<i>b</i></b>", "ab", [Entity("bold", 0, 2), Entity("italic", 1, 1)]),
        ("<b>a</>", "a", [Entity("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("<code>a</code>", "a", [Entity("code", 0, 1)]),
        ("<pre>a</pre>", "a", [Entity("pre", 0, 1)]),
        ('<pre><code class="language-py">a</code></pre>', "a", [Entity("pre", 0, 1, language="py")]),
        ("<blockquote>a</blockquote>", "a", [Entity("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [Entity("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="53">👍</tg-emoji>', "👍", [Entity("custom_emoji", 0, 2, custom_emoji_id="53")]),
        (
            '<a href="https://a.example/?x=1&amp;y=2">a</a>',
            "a",
            [Entity("text_link", 0, 1, "https://a.example/?x=1&y=2")],
        ),
        ("<a href='https://a.example'>a</a>", "a", [Entity("text_link", 0, 1, "https://a.example/")]),
        ("<a>a.example</a>", "a.example", [Entity("text_link", 0, 9, "http://a.example/")]),
        ('<a href="nowhere">a</a>', "a", []),
        ("&lt;b&gt; &amp; &quot;&#33;&#x3b;", '<b> & "!;', []),
        ("Q&A, R&D", "Q&A, R&D", []),
        ("😀<b>ё</b>🗾<i>日本</i>", "😀ё🗾日本", [Entity("bold", 2, 1), Entity("italic", 5, 2)]),
    ],
)
def test_html_is_read(html: str, text: str, entities: list[Entity]) -> None:
    """HTML becomes plain text and entities whose places count UTF-16 units."""
    assert parse(html) == FormattedText(text, tuple(entities))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("яё <h1>a</h1>", 'Unsupported start tag "h1" at byte offset 5'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b x", 'Unclosed start tag "b" at byte offset 0'),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=http://x>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a&nbsp;b", 'Unsupported HTML entity "&nbsp;" at byte offset 1'),
        ("&#0;", 'Unsupported HTML entity "&#0;" at byte offset 0'),
    ],
)
def test_bad_html_is_refused(html: str, reason: str) -> None:
    """HTML that Telegram cannot read is refused in its words, with places in bytes."""
    with pytest.raises(EntityError) as error:
        parse(html)
    assert str(error.value) == f"can't parse entities: {reason}"


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("ёжик", 4), ("日本", 2), ("😀", 2), ("🇯🇵", 4)])
def test_length_counts_utf16_units(text: str, length: int) -> None:
    """Length is what Telegram counts, not what Python does."""
    assert utf16_length(text) == length


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask@some_bot where?", [("bot_command", "/ask@some_bot")]),
        ("see /topics, please", [("bot_command", "/topics")]),
        ("1/2 and a/b and /старт", []),
        ("@some_bot hi", [("mention", "@some_bot")]),
        ("😀 @some_bot", [("mention", "@some_bot")]),
        ("me@mail.example.org.", [("email", "me@mail.example.org")]),
        ("(https://a.example/b?c=/d).", [("url", "https://a.example/b?c=/d")]),
        ("jcenter.ru or t.me/bot", [("url", "jcenter.ru"), ("url", "t.me/bot")]),
        ("end.Next", []),
        ("#japan #1", [("hashtag", "#japan")]),
    ],
)
def test_entities_are_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    """Commands, mentions, links, mail addresses and hashtags are found where Telegram finds them."""
    assert [(entity.type, entity.of(text)) for entity in find_entities(text)] == found


def test_white_space_around_text_is_dropped() -> None:
    """Text is trimmed as Telegram trims it, and entities move and shrink with it."""
    assert parse("\n <b>a</b> ").trimmed() == FormattedText("a", (Entity("bold", 0, 1),))
    assert parse("x <i> </i>").trimmed() == FormattedText("x")
    assert parse(" \n ").trimmed() == FormattedText("")


# Limits


def command(name: str = "ask", description: str = "d") -> dict[str, str]:
    """A BotCommand object."""
    return {"command": name, "description": description}


def link(url: str) -> list[list[dict[str, str]]]:
    """Rows with one button that opens a page."""
    return [[{"text": "a", "url": url}]]


BUTTON = {"text": "a", "callback_data": "b"}
WEB_APP = {"type": "web_app", "text": "a", "web_app": {"url": "https://a.example"}}


@pytest.mark.parametrize(
    ("check", "good", "bad", "description"),
    [
        (limits.text, FormattedText("a" * 4096), FormattedText("a" * 4097), "message is too long"),
        (limits.text, FormattedText("😀" * 2048), FormattedText("😀" * 2048 + "a"), "message is too long"),
        (limits.text, FormattedText("a"), FormattedText(""), "text must be non-empty"),
        (limits.caption, FormattedText("a" * 1024), FormattedText("a" * 1025), "message caption is too long"),
        (limits.callback_data, "a" * 64, "a" * 65, "BUTTON_DATA_INVALID"),
        (limits.callback_data, "日" * 21, "日" * 22, "BUTTON_DATA_INVALID"),
        (limits.callback_data, "a", "", "BUTTON_DATA_INVALID"),
        (limits.inline_keyboard, [[BUTTON] * 8] * 12, [[BUTTON] * 9], "reply markup is too long"),
        (limits.inline_keyboard, [[BUTTON]] * 100, [[BUTTON]] * 101, "reply markup is too long"),
        (limits.inline_keyboard, [[BUTTON]], [BUTTON], "an Array of Arrays"),
        (limits.inline_keyboard, [[BUTTON]], [[BUTTON | {"text": " "}]], "button text must be non-empty"),
        (limits.inline_keyboard, [[BUTTON]], [[{"callback_data": "b"}]], 'Can\'t find field "text"'),
        (limits.inline_keyboard, [[BUTTON]], [[{"text": "a"}]], "Text buttons are unallowed"),
        (limits.inline_keyboard, [[BUTTON]], [[BUTTON | {"url": "a.example"}]], "more than one action specified"),
        (limits.inline_keyboard, [[BUTTON]], [[BUTTON | {"callback_data": "a" * 65}]], "BUTTON_DATA_INVALID"),
        (limits.inline_keyboard, [[{"text": "a", "switch_inline_query": ""}]], [["a"]], "must be an Object"),
        (limits.inline_keyboard, link("https://a.example"), link("http://a"), "'http://a' is invalid: Wrong HTTP URL"),
        (limits.inline_keyboard, link("tg://user?id=1"), link("ftp://a.example"), "Unsupported URL protocol"),
        (limits.inline_keyboard, link("t.me/b?start=a-Z_9"), link("t.me/b?start=a+b"), "START_PARAM_INVALID"),
        (limits.toast, "a" * 200, "a" * 201, "MESSAGE_TOO_LONG"),
        (limits.start_payload, "a" * 64, "a" * 65, "START_PARAM_INVALID"),
        (limits.start_payload, "a-Z_9", "a.b", "START_PARAM_INVALID"),
        (limits.start_payload, "a", "филиалы", "START_PARAM_INVALID"),
        (limits.commands, [command()] * 100, [command()] * 101, "BOT_COMMANDS_TOO_MUCH"),
        (limits.commands, [command("a" * 32)], [command("a" * 33)], "BOT_COMMAND_INVALID"),
        (limits.commands, [command("a_1")], [command("Ask")], "BOT_COMMAND_INVALID"),
        (limits.commands, [command()], [command("")], "command must be non-empty"),
        (limits.commands, [command()], [command(description=" ")], "command description must be non-empty"),
        (limits.commands, [command(description="a" * 256)], [command(description="a" * 257)], "must not exceed 256"),
        (limits.commands, [], [{"command": "ask"}], 'Can\'t find field "description"'),
        (limits.menu_button, {"type": "commands"}, {"type": "games"}, "Unsupported type"),
        (limits.menu_button, {"type": "default"}, ["commands"], "must be an Object"),
        (limits.menu_button, WEB_APP, WEB_APP | {"text": " "}, "text must be non-empty"),
        (limits.menu_button, WEB_APP, WEB_APP | {"web_app": {"url": "http://a.example"}}, "Only HTTPS links"),
        (limits.description, "a" * 512, "a" * 513, "DESCRIPTION_TOO_LONG"),
        (limits.short_description, "a" * 120, "a" * 121, "ABOUT_TOO_LONG"),
        (limits.name, "a" * 64, "a" * 65, "BOT_TITLE_INVALID"),
        (limits.photo, 10 * 1024**2, 10 * 1024**2 + 1, "too big for a photo"),
        (limits.photo, 1, 0, "file must be non-empty"),
        (limits.language_code, "ja", "ja-JP", "invalid language code specified"),
        (limits.language_code, "", "RU", "invalid language code specified"),
    ],
)
def test_limits_hold_to_the_last_unit(check: Callable[[Any], Any], good: Any, bad: Any, description: str) -> None:
    """The largest allowed passes, the smallest forbidden is refused."""
    check(good)
    with pytest.raises(BadRequest) as refused:
        check(bad)
    assert refused.value.description.startswith("Bad Request: ")
    assert description in refused.value.description


def test_limits_are_enforced_over_the_wire(bot: Client, anna: User) -> None:
    """The methods check what they are given, after parsing."""
    assert bot("sendMessage", chat_id=anna.id, text=f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    say = {"chat_id": anna.id, "text": "a"}
    assert bot.refused("sendMessage", chat_id=anna.id) == "Bad Request: message text is empty"
    assert bot.refused("sendMessage", chat_id=anna.id, text=" ") == "Bad Request: text must be non-empty"
    assert bot.refused("sendMessage", text="a") == "Bad Request: chat_id is empty"
    assert "can't parse entities" in bot.refused("sendMessage", **say | {"text": "<p>"}, parse_mode="HTML")
    assert bot.refused("sendMessage", **say, parse_mode="BBCode") == "Bad Request: unsupported parse_mode"
    assert "BUTTON_DATA_INVALID" in bot.refused(
        "sendMessage", **say, reply_markup=keyboard([BUTTON | {"callback_data": "a" * 65}])
    )
    assert "reply keyboard markup JSON" in bot.refused("sendMessage", **say, reply_markup="{")
    assert "wrong parameter action" in bot.refused("sendChatAction", chat_id=anna.id, action="thinking")
    assert "BOT_COMMAND_INVALID" in bot.refused("setMyCommands", commands=[command("Ask")])
    assert "Unsupported type" in bot.refused("setMyCommands", commands=[], scope={"type": "everybody"})
    assert "BOT_TITLE_INVALID" in bot.refused("setMyName", name="a" * 65)
    assert "language code" in bot.refused("setMyDescription", description="a", language_code="eng")
    assert len(anna.replies(1)) == 1


# HTTP


def test_parameters_come_in_any_form(server: BotApiServer, bot: Client, anna: User) -> None:
    """Query string, form, multipart and JSON say the same."""
    address = bot.address("sendMessage")
    flat = {"chat_id": str(anna.id), "text": "a", "reply_markup": json.dumps(GO)}
    answers = [
        bot.http.get(address, params=flat),
        bot.http.post(address, data=flat),
        bot.http.post(address, files={name: (None, value) for name, value in flat.items()}),
        bot.http.post(address, json={"chat_id": anna.id, "text": "a", "reply_markup": GO}),
        bot.http.post(bot.address("SENDMESSAGE"), json={"chat_id": anna.id, "text": "a", "reply_markup": GO}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert {message.buttons[0][0].value for message in anna.replies(5)} == {"go"}
    assert [call.parameters["reply_markup"] for call in server.calls("sendMessage")] == [GO] * 5


def test_addresses_are_checked(server: BotApiServer, bot: Client) -> None:
    """A wrong token is 401, an unknown method or path 404, as JSON and in the status line."""
    wrong = bot.http.get(f"{server.url}/bot1:wrong/getMe")
    assert (wrong.status_code, wrong.json()) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    not_found = {"ok": False, "error_code": 404, "description": "Not Found"}
    assert bot.post("sendTelepathy") == not_found
    assert bot.http.get(f"{server.url}/elsewhere").json() == not_found
    assert [violation.rule for violation in server.violations] == ["no such method here"]


def test_unknown_parameters_are_noticed(server: BotApiServer, bot: Client, anna: User) -> None:
    """What Telegram would silently ignore is a violation, and the method works."""
    bot("sendMessage", chat_id=anna.id, text="a", disable_web_page_preview=True)
    assert [(each.method, each.rule) for each in server.violations] == [
        ("sendMessage", "unknown parameter disable_web_page_preview")
    ]


# Sending


def test_a_message_is_stored_as_people_see_it(server: BotApiServer, bot: Client, anna: User) -> None:
    """A sent message keeps its text, entities, buttons, source and what it replies to."""
    question = server.messages(anna.id)[0]
    sent = bot(
        "sendMessage",
        chat_id=anna.id,
        text="<b>Hi</b> /help ",
        parse_mode="html",
        reply_markup=GO,
        reply_parameters={"message_id": question.message_id},
    )
    assert sent["text"] == "Hi /help"
    assert sent["reply_to_message"]["text"] == "hello"
    assert sent["reply_markup"] == GO
    reply = anna.reply()
    assert reply.html == "<b>Hi</b> /help "
    assert reply.marked("bold") == ("Hi",)
    assert reply.marked("bot_command") == ("/help",)
    assert reply.reply_to == question.message_id
    assert [[button.text for button in row] for row in reply.buttons] == [["Go"]]
    assert (reply.chat_id, reply.message_id, reply.photo) == (anna.id, sent["message_id"], None)


def test_only_chats_that_wrote_are_known(server: BotApiServer, bot: Client) -> None:
    """A bot cannot write first."""
    ben = server.user("Ben")
    ben.hears_nothing(0)
    for chat_id in (ben.id, 42, "@channel"):
        assert bot.refused("sendMessage", chat_id=chat_id, text="a") == "Bad Request: chat not found"
    ben.opens()
    assert bot("sendMessage", chat_id=ben.id, text="a")
    assert bot("getChat", chat_id=ben.id)["first_name"] == "Ben"


def test_a_person_can_block_the_bot(bot: Client, anna: User) -> None:
    """Nothing reaches a person who blocked the bot, and the bot is told of both decisions."""
    anna.blocks()
    for method, more in (("sendMessage", {"text": "a"}), ("sendChatAction", {"action": "typing"})):
        answer = bot.post(method, chat_id=anna.id, **more)
        assert answer["error_code"] == 403
        assert answer["description"] == "Forbidden: bot was blocked by the user"
    anna.unblocks()
    assert bot("sendMessage", chat_id=anna.id, text="a")
    changes = [update["my_chat_member"] for update in bot("getUpdates") if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


def test_replying_needs_the_message(bot: Client, anna: User) -> None:
    """A reply to nothing is refused unless the bot said that it may go without."""
    say = {"chat_id": anna.id, "text": "a"}
    assert "message to be replied not found" in bot.refused("sendMessage", **say, reply_parameters={"message_id": 9})
    lenient = {"message_id": 9, "allow_sending_without_reply": True}
    assert "reply_to_message" not in bot("sendMessage", **say, reply_parameters=lenient)


def test_photos_are_uploaded_and_used_again(server: BotApiServer, bot: Client, anna: User) -> None:
    """A photo is sent as a file, as an attachment or by its file_id, and can be downloaded."""
    address, content = bot.address("sendPhoto"), picture(30, 20)
    fields = {"chat_id": str(anna.id), "caption": "<i>a</i>", "parse_mode": "HTML"}
    sent = bot.http.post(address, data=fields, files={"photo": content}).json()["result"]
    bot.http.post(address, data=fields | {"photo": "attach://one"}, files={"one": content})
    [size] = sent["photo"]
    bot("sendPhoto", chat_id=anna.id, photo=size["file_id"])
    first, second, third = anna.replies(3)
    assert first.photo
    assert (first.photo.content, first.photo.width, first.photo.height) == (content, 30, 20)
    assert (first.text, first.marked("italic")) == ("a", ("a",))
    assert second.photo
    assert third.photo == first.photo
    path = bot("getFile", file_id=size["file_id"])["file_path"]
    assert bot.http.get(f"{server.url}/file/bot{server.token}/{path}").content == content
    assert not server.violations


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024**2), "too big for a photo"),
        (b"not an image", "IMAGE_PROCESS_FAILED"),
        (picture(2, 42), "PHOTO_INVALID_DIMENSIONS"),
    ],
    ids=["large", "text", "thin"],
)
def test_bad_photos_are_refused(bot: Client, anna: User, content: bytes, description: str) -> None:
    """What is too large, no image or too thin is not a photo."""
    answer = bot.http.post(bot.address("sendPhoto"), data={"chat_id": str(anna.id)}, files={"photo": content})
    assert answer.status_code == 400
    assert description in answer.json()["description"]


def test_photos_need_a_source(bot: Client, anna: User) -> None:
    """No photo, an unknown file_id and a link to the network are refused."""
    assert "there is no photo in the request" in bot.refused("sendPhoto", chat_id=anna.id)
    assert "wrong file identifier" in bot.refused("sendPhoto", chat_id=anna.id, photo="AgAC")
    assert "failed to get HTTP URL" in bot.refused("sendPhoto", chat_id=anna.id, photo="https://a.example/a.png")


def test_chat_actions_are_kept(bot: Client, anna: User) -> None:
    """A person sees what the bot is doing, in order."""
    for action in ("typing", "upload_photo"):
        bot("sendChatAction", chat_id=anna.id, action=action)
    assert anna.actions() == ("typing", "upload_photo")


# Editing and deleting


def test_an_edit_changes_something(bot: Client, anna: User) -> None:
    """An edit that changes nothing is an error; a keyboard that is not given again is removed."""
    sent = bot("sendMessage", chat_id=anna.id, text="<b>a</b>", parse_mode="HTML", reply_markup=GO)
    same = {"chat_id": anna.id, "message_id": sent["message_id"], "text": "<b>a</b>", "parse_mode": "HTML"}
    not_modified = bot.refused("editMessageText", **same, reply_markup=GO)
    assert not_modified == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    bot("editMessageText", **same)
    bot("editMessageText", **same | {"parse_mode": ""})
    reply = anna.reply()
    assert reply.buttons
    first, second = anna.edited(reply), anna.edited(reply)
    assert (first.buttons, first.entities) == ((), reply.entities)
    assert (second.text, second.entities) == ("<b>a</b>", ())
    assert anna.screen() == (second,)


def test_keyboards_are_edited_alone(bot: Client, anna: User) -> None:
    """editMessageReplyMarkup sets and removes buttons and is an error when there is nothing to remove."""
    message_id = bot("sendMessage", chat_id=anna.id, text="a")["message_id"]
    where = {"chat_id": anna.id, "message_id": message_id}
    assert bot("editMessageReplyMarkup", **where, reply_markup=GO)["reply_markup"] == GO
    assert "reply_markup" not in bot("editMessageReplyMarkup", **where)
    assert "message is not modified" in bot.refused("editMessageReplyMarkup", **where)
    assert "inline keyboard expected" in bot.refused("editMessageReplyMarkup", **where, reply_markup={"keyboard": []})


def test_edits_need_the_right_message(server: BotApiServer, bot: Client, anna: User) -> None:
    """What is edited has to exist, to be the bot's, and to be of the right kind."""
    question = server.messages(anna.id)[0].message_id
    text = bot("sendMessage", chat_id=anna.id, text="a")["message_id"]
    menu = bot("sendMessage", chat_id=anna.id, text="a", reply_markup={"keyboard": [["x"]]})["message_id"]
    photo_id = anna.sends_photo().attachment["photo"][0]["file_id"]
    photo = bot("sendPhoto", chat_id=anna.id, photo=photo_id)["message_id"]

    def edit(message_id: int, method: str = "editMessageText") -> str:
        name = "caption" if method == "editMessageCaption" else "text"
        return bot.refused(method, chat_id=anna.id, message_id=message_id, **{name: "b"}).removeprefix("Bad Request: ")

    assert edit(0) == "message identifier is not specified"
    assert edit(9) == "message to edit not found"
    assert edit(question) == "message can't be edited"
    assert edit(menu) == "message can't be edited"
    assert edit(photo) == "there is no text in the message to edit"
    assert edit(text, "editMessageCaption") == "there is no caption in the message to edit"
    assert bot("editMessageCaption", chat_id=anna.id, message_id=photo, caption="b")["caption"] == "b"


def test_media_replace_text(bot: Client, anna: User) -> None:
    """editMessageMedia puts a photo and its caption in the place of a text."""
    sent = bot("sendMessage", chat_id=anna.id, text="a")
    media = {"type": "photo", "media": "attach://one", "caption": "<u>b</u>", "parse_mode": "HTML"}
    fields = {"chat_id": str(anna.id), "message_id": str(sent["message_id"]), "media": json.dumps(media)}
    answer = bot.http.post(bot.address("editMessageMedia"), data=fields, files={"one": picture()})
    assert answer.json()["result"]["caption"] == "b"
    edited = anna.edited(anna.reply())
    assert edited.photo
    assert edited.marked("underline") == ("b",)


def test_messages_are_deleted(bot: Client, anna: User) -> None:
    """A deleted message is gone from the screen, and cannot be deleted twice."""
    where = {"chat_id": anna.id, "message_id": bot("sendMessage", chat_id=anna.id, text="a")["message_id"]}
    assert bot("deleteMessage", **where) is True
    assert bot.refused("deleteMessage", **where) == "Bad Request: message to delete not found"
    assert anna.screen() == ()


def test_people_delete_messages(bot: Client, anna: User) -> None:
    """What a person deletes is gone for the bot, too, which is not told."""
    message_id = bot("sendMessage", chat_id=anna.id, text="a")["message_id"]
    anna.deletes(anna.reply())
    assert anna.screen() == ()
    refused = bot.refused("editMessageText", chat_id=anna.id, message_id=message_id, text="b")
    assert refused == "Bad Request: message to edit not found"


# Buttons


def test_a_pressed_button_is_answered(bot: Client, anna: User) -> None:
    """A press reaches the bot as a callback query with the message, and its answer reaches the person."""
    bot("sendMessage", chat_id=anna.id, text="a", reply_markup=GO)
    query = anna.presses("Go", anna.reply())
    update = bot("getUpdates")[-1]["callback_query"]
    assert (update["id"], update["data"], update["message"]["reply_markup"]) == (query.id, "go", GO)
    too_long = bot.refused("answerCallbackQuery", callback_query_id=query.id, text="a" * 201)
    assert too_long == "Bad Request: MESSAGE_TOO_LONG"
    assert bot("answerCallbackQuery", callback_query_id=query.id, text="done", show_alert=True)
    assert (anna.toast(query).text, anna.toast(query).show_alert) == ("done", True)


def test_old_presses_cannot_be_answered(server: BotApiServer, bot: Client, anna: User) -> None:
    """An unknown callback query and one older than 150 seconds are refused in the same words."""
    bot("sendMessage", chat_id=anna.id, text="a", reply_markup=GO)
    query = anna.presses("go", anna.reply())
    server.advance(151)
    for query_id in (query.id, "1"):
        refused = bot.refused("answerCallbackQuery", callback_query_id=query_id)
        assert refused == "Bad Request: query is too old and response timeout expired or query ID is invalid"


def test_only_buttons_that_are_there_can_be_pressed(bot: Client, anna: User) -> None:
    """Pressing what an edit has removed, or what only opens a page, fails the test that does it."""
    bot("sendMessage", chat_id=anna.id, text="a", reply_markup=keyboard(*link("https://a.example")))
    message = anna.reply()
    with pytest.raises(AssertionError, match="it is a url"):
        anna.presses("a", message)
    bot("editMessageReplyMarkup", chat_id=anna.id, message_id=message.message_id)
    with pytest.raises(AssertionError, match="no button 'a'"):
        anna.presses("a", message)


# Updates


def test_polling_waits_for_news(bot: Client, anna: User) -> None:
    """getUpdates answers as soon as there is something, and empty-handed after its timeout."""
    offset = bot("getUpdates")[-1]["update_id"] + 1
    begin = time.monotonic()
    assert bot("getUpdates", offset=offset, timeout=1) == []
    assert 0.9 < time.monotonic() - begin < 2
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot, "getUpdates", offset=offset, timeout=8)
        anna.says("news")
        [update] = poll.result(timeout=3)
    assert update["message"]["text"] == "news"


def test_an_offset_confirms(bot: Client, anna: User) -> None:
    """Updates come again until a later offset is asked for; a negative offset keeps the last ones."""
    for word in "abcd":
        anna.says(word)

    def texts(**parameters: int) -> str:
        return "".join(update["message"]["text"] for update in bot("getUpdates", **parameters))

    assert texts(limit=2) == "helloa"
    assert texts() == "helloabcd"
    second = bot("getUpdates")[1]["update_id"]
    assert texts(offset=second) == "abcd"
    assert texts(offset=-2) == "cd"
    assert texts() == "cd"
    assert bot("getWebhookInfo")["pending_update_count"] == 2
    assert bot("deleteWebhook", drop_pending_updates=True)
    assert texts() == ""


def test_allowed_updates_are_remembered(bot: Client, anna: User) -> None:
    """The last list given holds for later calls, and for updates from then on; an empty list is the usual set."""
    bot("sendMessage", chat_id=anna.id, text="a", reply_markup=GO)
    message = anna.reply()

    def happen() -> list[str]:
        bot("deleteWebhook", drop_pending_updates=True)
        anna.edits(anna.says("a"), "b")
        anna.presses("go", message)
        return [kind for update in bot("getUpdates") for kind in update if kind != "update_id"]

    everything = ["message", "edited_message", "callback_query"]
    assert happen() == everything
    bot("getUpdates", allowed_updates=["callback_query"])
    assert happen() == ["callback_query"]
    assert bot("getWebhookInfo")["allowed_updates"] == ["callback_query"]
    bot("getUpdates", allowed_updates=[])
    assert happen() == everything


def test_one_program_polls(bot: Client, server: BotApiServer) -> None:
    """A second getUpdates ends the first with 409 and takes its place."""
    with ThreadPoolExecutor() as pool:
        first = pool.submit(bot.post, "getUpdates", timeout=8)
        server.ready()
        second = pool.submit(bot.post, "getUpdates", timeout=8)
        refused = first.result(timeout=3)
        server.user("Ben").says("hi")
        assert second.result(timeout=3)["ok"]
    assert refused["error_code"] == 409
    assert [call.status for call in server.calls("getUpdates")] == [409]
    assert refused["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_a_poll_that_was_given_up_is_no_conflict(server: BotApiServer, bot: Client) -> None:
    """A bot that was killed while it polled can start again without a trace."""
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(bot.address("getUpdates"), params={"timeout": 8}, timeout=0.1)
    assert bot("getUpdates") == []
    bot("getMe")
    assert [call.method for call in server.calls()] == ["getMe"]


def test_updates_expire(server: BotApiServer, bot: Client, anna: User) -> None:
    """A press waits 150 seconds for the bot, a message a day."""
    bot("sendMessage", chat_id=anna.id, text="a", reply_markup=GO)
    anna.presses("go", anna.reply())
    server.advance(151)
    assert [list(update)[1] for update in bot("getUpdates")] == ["message"]
    server.advance(24 * 3600)
    assert bot("getUpdates") == []


# The account


def test_commands_are_kept_by_scope_and_language(server: BotApiServer, bot: Client) -> None:
    """Commands are read back exactly, and a person is offered the narrowest that fit."""
    private = {"type": "all_private_chats"}
    bot("setMyCommands", commands=[command("one")])
    bot("setMyCommands", commands=[command("two")], language_code="ru")
    bot("setMyCommands", commands=[command("three")], scope=private, language_code="ja")
    assert bot("getMyCommands", language_code="ru") == [command("two")]
    assert bot("getMyCommands", language_code="en") == []
    assert server.commands("ja", "all_private_chats") == (Command("three", "d"),)
    menus = {code: server.user("Ben", language_code=code).menu() for code in ("en", "ru-RU", "ja")}
    assert {code: menu[0].command for code, menu in menus.items()} == {"en": "one", "ru-RU": "two", "ja": "three"}
    bot("deleteMyCommands")
    assert bot("getMyCommands") == []


def test_the_bot_introduces_itself_by_language(server: BotApiServer, bot: Client) -> None:
    """Names and descriptions of a language win over those for everybody."""
    bot("setMyName", name="Center")
    bot("setMyDescription", description="About")
    bot("setMyDescription", description="Про бота", language_code="ru")
    bot("setMyShortDescription", short_description="Short")
    assert bot("getMyName", language_code="ja") == {"name": "Center"}
    assert bot("getMyDescription", language_code="ru") == {"description": "Про бота"}
    assert bot("getMyShortDescription") == {"short_description": "Short"}
    assert bot("getMe")["first_name"] == "Center"
    assert server.user("Ben", language_code="ru").profile().description == "Про бота"
    assert server.profile().description == "About"


def test_the_menu_button_is_set_for_all_or_one(server: BotApiServer, bot: Client, anna: User) -> None:
    """A person's own menu button wins over that for everybody, which wins over none."""
    assert bot("getChatMenuButton") == server.menu_button == {"type": "default"}
    assert bot("setChatMenuButton", menu_button={"type": "commands"})
    assert bot("setChatMenuButton", chat_id=anna.id, menu_button=WEB_APP)
    assert bot("getChatMenuButton") == server.menu_button == {"type": "commands"}
    assert bot("getChatMenuButton", chat_id=anna.id) == WEB_APP
    assert (anna.menu_button(), server.user("Ben").menu_button()) == ("web_app", "commands")
    assert bot("setChatMenuButton", chat_id=anna.id)
    assert anna.menu_button() == "commands"
    assert bot.refused("setChatMenuButton", menu_button={"type": "games"}).startswith("Bad Request: can't parse MenuButton")
    assert bot.refused("getChatMenuButton", chat_id=server.group("Friends").id) == "Bad Request: chat not found"


def test_what_only_botfather_changes_is_given() -> None:
    """A test decides about inline mode and the like, and the bot reads it from getMe."""
    with BotApiServer(abilities={"supports_inline_queries": False}) as server:
        me = httpx.get(f"{server.url}/bot{server.token}/getMe").json()["result"]
    assert (me["is_bot"], me["supports_inline_queries"], me["can_read_all_group_messages"]) == (True, False, False)


# Rates and faults


def test_retry_after_has_to_be_obeyed(server: BotApiServer, bot: Client, anna: User) -> None:
    """A silence that was ordered holds for its chat; breaking it is a violation, being on the way is not."""
    ben = server.user("Ben")
    ben.says("hi")
    server.flood_next(anna.id, 5)
    answer = bot.http.post(bot.address("sendMessage"), json={"chat_id": anna.id, "text": "a"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert answer.json()["description"] == "Too Many Requests: retry after 5"
    assert answer.json()["parameters"] == {"retry_after": 5}
    bot.refused("sendMessage", chat_id=anna.id, text="on the way")
    assert not server.violations
    assert bot("sendMessage", chat_id=ben.id, text="a")
    server.advance(2)
    assert bot.post("sendMessage", chat_id=anna.id, text="early")["parameters"] == {"retry_after": 3}
    assert "before retry_after has passed" in server.violations[0].rule
    server.advance(3)
    assert bot("sendMessage", chat_id=anna.id, text="b")
    assert [reply.text for reply in anna.replies()] == ["b"]


def test_thirty_messages_a_second_are_enough() -> None:
    """The 31st message within a second is refused, whatever the chat, and a second later it is not."""
    clock = Clock()
    flood = Flood(clock, Journal(clock))
    for chat_id in range(30):
        flood.admit("sendMessage", chat_id, None, is_message=True)
    with pytest.raises(TooManyRequests) as refused:
        flood.admit("sendMessage", 31, None, is_message=True)
    assert refused.value.retry_after == 1
    flood.admit("sendChatAction", 31, None, is_message=False)
    clock.skip(1)
    flood.admit("sendMessage", 31, None, is_message=True)


def test_groups_are_limited_by_the_minute() -> None:
    """The 21st message of a minute into a group is refused; a private chat gets only advice."""
    clock = Clock()
    journal = Journal(clock)
    flood = Flood(clock, journal)
    group, person = Chat(-5, "group", title="Group"), Chat(5, "private", first_name="Anna")
    for _ in range(20):
        flood.admit("sendMessage", group.id, group, is_message=True)
        flood.admit("sendMessage", person.id, person, is_message=True)
        clock.skip(1.1)
    with pytest.raises(TooManyRequests) as refused:
        flood.admit("sendMessage", group.id, group, is_message=True)
    assert refused.value.retry_after == 38
    assert not journal.advisories
    for _ in range(2):
        flood.admit("sendMessage", person.id, person, is_message=True)
    assert [advisory.rule for advisory in journal.advisories] == ["more than one message a second into chat 5"]


def test_methods_fail_on_demand(server: BotApiServer, bot: Client, anna: User) -> None:
    """Ordered failures come one each, in order, and nothing is sent meanwhile."""
    server.fail_next("sendMessage", 500, "Internal Server Error")
    server.fail_next("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
    say = {"chat_id": anna.id, "text": "a"}
    assert bot.post("sendMessage", **say)["error_code"] == 500
    assert bot.post("sendMessage", **say)["parameters"] == {"retry_after": 7}
    anna.hears_nothing(0)
    assert bot("sendMessage", **say)


def test_slow_answers_come_after_the_effect(server: BotApiServer, bot: Client, anna: User) -> None:
    """A delayed method has done its work when its answer is still on the way."""
    server.delay("sendMessage", 0.5)
    with ThreadPoolExecutor() as pool:
        sending = pool.submit(bot, "sendMessage", chat_id=anna.id, text="a")
        assert anna.reply().text == "a"
        assert not sending.done()
        assert sending.result(timeout=3)


def test_an_outage_ends_polls_and_forgets_nothing(server: BotApiServer, bot: Client) -> None:
    """While Telegram is down there is a page instead of JSON; what people said meanwhile is delivered after."""
    ben = server.user("Ben")
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot.http.get, bot.address("getUpdates"), params={"timeout": 8})
        server.ready()
        server.outage()
        assert poll.result(timeout=3).status_code == 502
    assert "<h1>502 Bad Gateway</h1>" in bot.http.get(bot.address("getMe")).text
    ben.says("anybody?")
    server.recover()
    assert [update["message"]["text"] for update in bot("getUpdates")] == ["anybody?"]


def test_an_outage_can_refuse_connections(server: BotApiServer, bot: Client) -> None:
    """A server that is gone comes back at the same address."""
    assert bot("getMe")
    server.outage(refuse=True)
    with pytest.raises(httpx.TransportError):
        bot.http.get(bot.address("getMe"))
    with pytest.raises(httpx.ConnectError):
        httpx.get(bot.address("getMe"))
    server.recover()
    assert bot("getMe")


# People


def test_people_are_understood_by_the_library(bot: Client, anna: User) -> None:
    """Everything that people send is read by python-telegram-bot as what it is."""
    question = anna.says("/ask@test_center_bot where?")
    anna.says("there", reply_to=question)
    anna.edits(question, "/ask when?")
    anna.sends_photo("look")
    anna.sends_sticker()
    anna.sends_voice()
    anna.sends_album(2, caption="two")
    anna.opens("branches-list")
    anna.opens("https://t.me/test_center_bot?start=about")
    received = [telegram.Update.de_json(update, bot=None) for update in bot("getUpdates")]
    messages = [update.effective_message for update in received]
    _, ask, answer, edit, photo, sticker, voice, first, second, start, about = [each for each in messages if each]
    assert [entity.type for entity in ask.entities] == ["bot_command"]
    assert answer.reply_to_message
    assert answer.reply_to_message.text == ask.text
    assert received[3].edited_message
    assert (edit.message_id, edit.text) == (ask.message_id, "/ask when?")
    assert edit.edit_date
    assert (photo.caption, len(photo.photo)) == ("look", 1)
    assert sticker.sticker
    assert voice.voice
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("two", None)
    assert (start.text, about.text) == ("/start branches-list", "/start about")
    assert ask.from_user
    assert (ask.from_user.id, ask.from_user.language_code, ask.chat.type) == (anna.id, "en", "private")


def test_replies_are_seen_once_and_in_order(bot: Client, anna: User) -> None:
    """Each look goes on where the last one ended; silence and missing messages are told with all that happened."""
    for text in "abc":
        bot("sendMessage", chat_id=anna.id, text=text)
    assert [reply.text for reply in anna.replies(2)] == ["a", "b"]
    with pytest.raises(AssertionError, match="'c' instead of nothing"):
        anna.hears_nothing(0.01)
    assert anna.reply().text == "c"
    anna.hears_nothing(0.01)
    with pytest.raises(AssertionError, match=r"(?s)0 of 1 messages.*says 'hello'.*sendMessage\(.*text='a'.*200 ok"):
        anna.reply(within=0.01)
    with pytest.raises(AssertionError, match="was not edited"):
        anna.edited(anna.screen()[0], within=0.01)


def test_bad_deep_links_do_not_open(anna: User) -> None:
    """A link with a payload that Telegram does not allow is an error where it is followed."""
    with pytest.raises(ApiError, match="START_PARAM_INVALID"):
        anna.opens("филиалы")


# python-telegram-bot


def test_the_library_talks_to_it(server: BotApiServer, anna: User) -> None:
    """python-telegram-bot sends, edits, uploads and downloads here, using no unknown parameter."""

    async def talk() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
            [update] = await bot.get_updates(timeout=1, allowed_updates=telegram.Update.ALL_TYPES)
            assert update.message
            markup = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Go", callback_data="go"))
            sent = await bot.send_message(
                anna.id,
                "<b>Six</b>: …",
                parse_mode="HTML",
                reply_markup=markup,
                reply_parameters=telegram.ReplyParameters(update.message.message_id),
                link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
            )
            assert sent.text_html == "<b>Six</b>: …"
            await bot.send_chat_action(anna.id, "typing")
            edited = await bot.edit_message_media(
                telegram.InputMediaPhoto(picture(), caption="<i>a</i>", parse_mode="HTML"), anna.id, sent.message_id
            )
            assert isinstance(edited, telegram.Message)
            file = await bot.get_file(edited.photo[-1])
            assert await file.download_as_bytearray() == picture()
            photo = await bot.send_photo(anna.id, picture(), caption="b")
            await bot.edit_message_caption(anna.id, photo.message_id, caption="c")
            await bot.set_my_commands([("ask", "Ask")], telegram.BotCommandScopeAllPrivateChats(), "ru")
            assert (await bot.get_chat(anna.id)).first_name == "Anna"
            assert await bot.delete_message(anna.id, photo.message_id)
            assert await bot.delete_webhook(drop_pending_updates=True)
            assert await bot.close()
            assert await bot.log_out()

    asyncio.run(talk())
    assert server.violations == ()
    assert [message.text for message in anna.screen()] == ["a"]


def test_the_library_understands_its_errors(server: BotApiServer, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals arrive as the exceptions that python-telegram-bot has for them."""
    # Without it the library warns about a change of type in its next major version.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    ben = server.user("Ben")
    ben.blocks()
    ben.opens()
    server.flood_next(anna.id, 3)

    async def fail() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            with pytest.raises(telegram.error.RetryAfter, match="3"):
                await bot.send_message(anna.id, "a")
            with pytest.raises(telegram.error.Forbidden, match="blocked by the user"):
                await bot.send_message(ben.id, "a")
            with pytest.raises(telegram.error.BadRequest, match=r"(?i)chat not found"):
                await bot.send_message(1, "a")
            server.outage()
            with pytest.raises(telegram.error.NetworkError, match="Bad Gateway"):
                await bot.get_me()
            server.recover()
            assert await bot.get_me()

    asyncio.run(fail())
