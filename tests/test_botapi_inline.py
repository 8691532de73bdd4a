"""The local Bot API server: inline mode, from what somebody types to the message that the bot edits in a chat where it is not."""

import asyncio
from typing import Any

import pytest
import telegram

from botapi.callers import InlinePost
from botapi.client import Client
from botapi.files import picture
from botapi.inline import InlineAnswer, InlineButton, InlineQuery
from botapi.people import User
from botapi.server import BotApiServer

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}, {"text": "Page", "url": "https://a.example"}]]}


def article(name: str = "one", text: str = "<b>One</b> & more", **more: Any) -> dict[str, Any]:
    """A result that becomes a text."""
    content = {"message_text": text, "parse_mode": "HTML"}
    return {"type": "article", "id": name, "title": name.title(), "input_message_content": content} | more


def answered(bot: Client, anna: User, *results: dict[str, Any], query: InlineQuery | None = None) -> InlineAnswer:
    """What Anna sees after the bot answered what she typed."""
    query = query or anna.types("tea")
    bot("answerInlineQuery", inline_query_id=query.id, results=list(results))
    return anna.results(query)


@pytest.fixture
def post(bot: Client, anna: User) -> InlinePost:
    """A message with buttons in a chat where the bot is not."""
    answer = answered(bot, anna, article(reply_markup=GO))
    return anna.chooses(answer.results[0], answer)


def test_what_is_typed_reaches_the_bot(bot: Client, anna: User) -> None:
    """An inline query tells who types what, from which page on, in what type of chat."""
    query = anna.types("tea", offset="50", chat_type="supergroup")
    [body] = bot("getUpdates")
    update = telegram.Update.de_json(body, bot=None)
    assert update.inline_query
    told = update.inline_query
    assert (told.id, told.from_user.id, told.query, told.offset) == (query.id, anna.id, "tea", "50")
    assert told.chat_type == "supergroup"
    anna.types("x" * 256)
    with pytest.raises(AssertionError, match="no more than 256"):
        anna.types("x" * 257)


def test_inline_mode_can_be_off(server: BotApiServer, bot: Client, anna: User) -> None:
    """A bot without inline mode is not told what is typed, and old queries do not reach it either."""
    server.set_ability("supports_inline_queries", False)
    anna.sees_no_results(anna.types("tea"), 0)
    assert bot("getUpdates") == []
    server.set_ability("supports_inline_queries", True)
    anna.types("tea")
    server.advance(31)
    assert bot("getUpdates") == []


def test_results_are_seen_as_people_see_them(server: BotApiServer, bot: Client, anna: User) -> None:
    """A person sees titles, descriptions and pictures, and a test what each result would become."""
    query = anna.types("tea")
    more: dict[str, Any] = {"description": "All of it", "thumbnail_url": "https://a.example/a.png", "reply_markup": GO}
    bot(
        "answerInlineQuery",
        inline_query_id=query.id,
        results=[article(**more), article("two", "Two")],
        next_offset="2",
        cache_time=60,
        is_personal=True,
        button={"text": "More", "start_parameter": "more"},
    )
    answer = anna.results(query)
    one, two = answer.results
    assert (one.id, one.type, one.title) == ("one", "article", "One")
    assert (one.description, one.thumbnail_url) == ("All of it", "https://a.example/a.png")
    assert (two.description, two.thumbnail_url) == ("", "")
    assert (one.message.text, one.message.html, one.message.marked("bold")) == ("One & more", "<b>One</b> & more", ("One",))
    assert [[button.text for button in row] for row in one.message.buttons] == [["Go", "Page"]]
    assert (two.message.buttons, two.message.photo) == ((), None)
    assert (answer.next_offset, answer.cache_time, answer.is_personal) == ("2", 60, True)
    assert answer.button == InlineButton("More", "more")
    assert server.violations == ()


def test_photos_can_be_results(bot: Client, anna: User) -> None:
    """A result is a photo that is known here, or one from elsewhere, with a caption or with a text in its place."""
    photo_id = anna.sends_photo().attachment["photo"][0]["file_id"]
    known = {"type": "photo", "id": "known", "photo_file_id": photo_id, "caption": "<i>a</i>", "parse_mode": "HTML"}
    link = "https://a.example/a.jpg"
    other = {"type": "photo", "id": "other", "photo_url": link, "thumbnail_url": link, "photo_width": 40, "photo_height": 30}
    replaced = other | {"id": "replaced", "input_message_content": {"message_text": "a text"}}
    one, two, three = answered(bot, anna, known, other, replaced).results
    assert one.message.photo
    assert (one.message.photo.content, one.message.text, one.message.marked("italic")) == (picture(), "a", ("a",))
    assert two.message.photo
    assert (two.message.photo.width, two.message.photo.height, two.message.text) == (40, 30, "")
    assert (three.message.text, three.message.photo) == ("a text", None)


@pytest.mark.parametrize(
    ("results", "description"),
    [
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("日" * 22)], "RESULT_ID_INVALID"),
        ([article(text="a" * 4097)], "MESSAGE_TOO_LONG"),
        ([article(text=" ")], "MESSAGE_EMPTY"),
        ([article(text="<p>a</p>")], "can't parse entities"),
        ([article(title="")], "title must be non-empty"),
        ([article(title=7)], '"title" must be of type String'),
        ([article(description=7)], '"description" must be of type String'),
        ([{"type": "article", "id": "a", "title": "A"}], "message_text"),
        ([article(type="sticker")], "is unsupported"),
        ([article(type=None)], 'Can\'t find field "type"'),
        ([article(id=None)], 'Can\'t find field "id"'),
        ([article(reply_markup={"keyboard": [["a"]]})], "inline keyboard expected"),
        ([article(reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "b" * 65}]]})], "BUTTON_DATA_INVALID"),
        ([{"type": "photo", "id": "a", "photo_file_id": "AgAC"}], "wrong file identifier"),
        ([{"type": "photo", "id": "a"}], 'Can\'t find field "photo_url"'),
        ([{"type": "photo", "id": "a", "photo_url": "https://a.example/a.jpg"}], 'Can\'t find field "thumbnail_url"'),
        ([{"type": "photo", "id": "a", "photo_url": "u", "thumbnail_url": "u", "caption": "a" * 1025}], "CAPTION_TOO_LONG"),
        (["a"], "expected an Object"),
        ("a", "inline query results"),
        ({"a": 1}, "expected an Array"),
    ],
)
def test_bad_results_are_refused(bot: Client, anna: User, results: Any, description: str) -> None:
    """What breaks a rule of results is refused, and the query still waits for better ones."""
    query = anna.types("tea")
    refused = bot.refused("answerInlineQuery", inline_query_id=query.id, results=results)
    assert refused.startswith("Bad Request: ")
    assert description in refused
    anna.sees_no_results(query, 0)
    assert answered(bot, anna, *(article(str(n)) for n in range(50)), query=query).results[49].id == "49"


@pytest.mark.parametrize(
    ("more", "description"),
    [
        ({"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a", "start_parameter": ""}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a"}}, "exactly one"),
        ({"button": {"text": "a", "start_parameter": "a", "web_app": {"url": "https://a.example"}}}, "exactly one"),
        ({"button": {"start_parameter": "a"}}, "text must be non-empty"),
        ({"button": []}, "expected an Object"),
    ],
)
def test_bad_answers_are_refused(bot: Client, anna: User, more: dict[str, Any], description: str) -> None:
    """What comes with the results has its rules, too."""
    query = anna.types("tea")
    assert description in bot.refused("answerInlineQuery", inline_query_id=query.id, results=[], **more)
    anna.sees_no_results(query, 0)


def test_what_telegram_ignores_is_noticed(server: BotApiServer, bot: Client, anna: User) -> None:
    """Fields that nobody knows and times that are none are violations, and the answer counts."""
    content = {"message_text": "a", "disable_web_page_preview": True}
    result = article(caption="a", input_message_content=content)
    button = {"text": "a", "start_parameter": "a", "url": "u"}
    query = anna.types("tea")
    bot("answerInlineQuery", inline_query_id=query.id, results=[result], button=button, cache_time="soon")
    assert {violation.rule for violation in server.violations} == {
        "unknown field disable_web_page_preview of input message content",
        "unknown field caption of inline query result 'one'",
        "unknown field url of inline query results button",
        "cache_time 'soon' is not a number of seconds",
    }
    assert anna.results(query).cache_time == 0


def test_a_query_is_answered_once_and_soon(server: BotApiServer, bot: Client, anna: User) -> None:
    """An unknown query, one that is answered and one older than 30 seconds are refused in the same words."""
    old, done = anna.types("a"), anna.types("b")
    bot("answerInlineQuery", inline_query_id=done.id, results=[])
    assert anna.results(done).results == ()
    with pytest.raises(AssertionError, match="0 results for 'b' instead of no answer"):
        anna.sees_no_results(done, 0)
    with pytest.raises(AssertionError, match="no results for 'a'"):
        anna.results(old, 0)
    server.advance(31)
    for query_id in (old.id, done.id, "1"):
        assert bot.refused("answerInlineQuery", inline_query_id=query_id, results=[]) == TOO_OLD


def test_a_chosen_result_is_posted(bot: Client, anna: User) -> None:
    """The bot is told which result was chosen for what; by which name it can edit it only if there are buttons."""
    answer = answered(bot, anna, article(reply_markup=GO), article("two", "Two"))
    one, two = (anna.chooses(result, answer) for result in answer.results)
    assert (one.text, one.now().marked("bold"), two.inline_message_id) == ("One & more", ("One",), None)
    chosen = [telegram.Update.de_json(body, bot=None).chosen_inline_result for body in bot("getUpdates")]
    told = [(each.result_id, each.from_user.id, each.query, each.inline_message_id) for each in chosen if each]
    assert told == [("one", anna.id, "tea", one.inline_message_id), ("two", anna.id, "tea", None)]
    with pytest.raises(AssertionError, match="not among those"):
        anna.chooses(answered(bot, anna, article("three")).results[0], answer)


def test_choices_are_told_if_wanted(bot: Client, anna: User) -> None:
    """A bot that does not ask for chosen_inline_result does not get it."""
    bot("getUpdates", allowed_updates=["inline_query"])
    answer = answered(bot, anna, article())
    anna.chooses(answer.results[0], answer)
    assert [list(update)[1] for update in bot("getUpdates")] == ["inline_query"]


def test_a_bot_reads_posts_where_it_is(server: BotApiServer, bot: Client, anna: User) -> None:
    """In its own chats the bot gets what was posted as a message by way of itself, even in privacy mode."""
    group = server.group("Friends")
    group.admits(anna)
    answer = answered(bot, anna, article(text="a /help https://b.example", reply_markup=GO))
    post = anna.chooses(answer.results[0], answer, chat=group)
    messages = [telegram.Update.de_json(body, bot=None).message for body in bot("getUpdates")]
    [message] = [message for message in messages if message]
    assert message.via_bot
    assert (message.via_bot.username, message.chat.id, message.from_user and message.from_user.id) == (
        "test_center_bot",
        group.id,
        anna.id,
    )
    assert [entity.type for entity in message.entities] == ["bot_command", "url"]
    assert bot("editMessageText", inline_message_id=post.inline_message_id, text="b")
    assert server.messages(group.id)[-1].text == "b"
    own = answered(bot, anna, article(), query=anna.types("tea", chat_type="sender"))
    assert anna.chooses(own.results[0], own).chat_id == anna.id
    assert bot("getUpdates")[-2]["message"]["via_bot"]["id"] == server.identity.id


def test_other_chats_stay_closed(bot: Client, post: InlinePost) -> None:
    """A message that somebody posted elsewhere opens no chat to the bot."""
    assert bot.refused("sendMessage", chat_id=post.chat_id, text="a") == "Bad Request: chat not found"
    updates = [list(update)[1] for update in bot("getUpdates")]
    assert updates == ["inline_query", "chosen_inline_result"]


def test_buttons_of_posts_are_pressed(bot: Client, anna: User, post: InlinePost) -> None:
    """A press comes with the inline_message_id in the place of a message, and is answered as any other."""
    query = anna.presses_inline("Go", post)
    update = telegram.Update.de_json(bot("getUpdates")[-1], bot=None)
    assert update.callback_query
    pressed = update.callback_query
    assert (pressed.message, pressed.inline_message_id, pressed.data) == (None, post.inline_message_id, "go")
    bot("answerCallbackQuery", callback_query_id=query.id, text="done")
    assert anna.toast(query).text == "done"
    with pytest.raises(AssertionError, match="it is a url"):
        anna.presses_inline("Page", post)


def test_posts_are_edited(bot: Client, anna: User, post: InlinePost) -> None:
    """Text, caption, picture and buttons change; the bot is told no more than that they did."""
    name = post.inline_message_id
    photo_id = anna.sends_photo().attachment["photo"][0]["file_id"]
    assert bot("editMessageText", inline_message_id=name, text="<i>b</i>", parse_mode="HTML", reply_markup=GO) is True
    assert "not modified" in bot.refused(
        "editMessageText", inline_message_id=name, text="<i>b</i>", parse_mode="HTML", reply_markup=GO
    )
    assert bot("editMessageReplyMarkup", inline_message_id=name) is True
    assert bot("editMessageMedia", inline_message_id=name, media={"type": "photo", "media": photo_id}) is True
    assert bot("editMessageCaption", inline_message_id=name, caption="c") is True
    first, second, third, fourth = post.edits
    assert (first.text, first.marked("italic"), len(first.buttons)) == ("b", ("b",), 1)
    assert (second.text, second.buttons) == ("b", ())
    assert third.photo
    assert (fourth, fourth.text) == (post.now(), "c")
    assert post.edited(2) == second
    with pytest.raises(AssertionError, match="4 of 5 edits"):
        post.edited(5, within=0)
    with pytest.raises(AssertionError, match="no button"):
        anna.presses_inline("Go", post)


def test_only_posts_are_edited_so(server: BotApiServer, bot: Client, post: InlinePost) -> None:
    """What was never posted cannot be edited, and no new file can be uploaded for what was."""
    assert bot.refused("editMessageText", inline_message_id="AgAA", text="a") == "Bad Request: MESSAGE_ID_INVALID"
    fields = {"inline_message_id": str(post.inline_message_id), "media": '{"type": "photo", "media": "attach://one"}'}
    answer = bot.http.post(bot.address("editMessageMedia"), data=fields, files={"one": picture()})
    assert answer.json()["description"] == "Bad Request: invalid message content specified"
    assert server.uploads == 0


def test_uploads_are_counted(server: BotApiServer, bot: Client, anna: User) -> None:
    """A file that the bot uploads counts, what people send and what is already there does not."""
    photo_id = anna.sends_photo().attachment["photo"][0]["file_id"]
    bot("sendPhoto", chat_id=anna.id, photo=photo_id)
    assert server.uploads == 0
    bot.http.post(bot.address("sendPhoto"), data={"chat_id": str(anna.id)}, files={"photo": picture()})
    assert server.uploads == 1


def test_the_library_answers_inline(server: BotApiServer, anna: User) -> None:
    """python-telegram-bot answers inline queries here, using no unknown field."""

    async def talk() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            query = anna.types("tea")
            markup = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Go", callback_data="go"))
            content = telegram.InputTextMessageContent(
                "<b>One</b>", parse_mode="HTML", link_preview_options=telegram.LinkPreviewOptions(is_disabled=True)
            )
            photo_id = anna.sends_photo().attachment["photo"][0]["file_id"]
            results = [
                telegram.InlineQueryResultArticle("one", "One", content, markup, description="First"),
                telegram.InlineQueryResultCachedPhoto("two", photo_id, caption="Two"),
            ]
            button = telegram.InlineQueryResultsButton("More", start_parameter="more")
            await bot.answer_inline_query(query.id, results, cache_time=60, is_personal=True, next_offset="", button=button)
            answer = anna.results(query)
            post = anna.chooses(answer.results[0], answer)
            assert await bot.edit_message_text("Two", inline_message_id=post.inline_message_id) is True
            assert post.now().text == "Two"

    asyncio.run(talk())
    assert server.violations == ()
