"""Inline mode: what people look up from any chat, what the bot offers them there, and what they post of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from botapi import composing, limits
from botapi.clock import Clock
from botapi.errors import BadRequest
from botapi.messages import Content, Identity, Message, Photo, buttons
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.chats import Room
    from botapi.state import State

QUERY_SECONDS = 30
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CACHE_SECONDS = 300

_UNREADABLE = "can't parse inline query result"
_UNREADABLE_BUTTON = "can't parse inline query results button"
_RESULT = frozenset({"type", "id", "title", "description", "reply_markup", "input_message_content"})
_CAPTION = frozenset({"caption", "parse_mode", "caption_entities", "show_caption_above_media"})
_ARTICLE = _RESULT | frozenset({"url", "thumbnail_url", "thumbnail_width", "thumbnail_height"})
_CACHED_PHOTO = _RESULT | _CAPTION | {"photo_file_id"}
_PHOTO = _RESULT | _CAPTION | frozenset({"photo_url", "photo_width", "photo_height", "thumbnail_url"})
_TEXT = frozenset({"message_text", "parse_mode", "entities", "link_preview_options"})
_BUTTON = frozenset({"text", "web_app", "start_parameter"})


@dataclass(frozen=True)
class InlineQuery:
    """What somebody typed after the bot's name; `asked` is in seconds of the server's clock."""

    id: str
    person: Identity
    text: str
    offset: str
    chat_type: str
    asked: float


@dataclass(frozen=True)
class InlineResult:
    """One row of what a person may choose from, and the message that it would become."""

    id: str
    type: str
    title: str
    description: str
    thumbnail_url: str
    message: Content
    markup: Mapping[str, Any] | None = field(repr=False)


@dataclass(frozen=True)
class InlineButton:
    """The button above the results, which opens the private chat with the bot, or else a web app."""

    text: str
    start_parameter: str | None


@dataclass(frozen=True)
class InlineAnswer:
    """All that a person sees of the answer to a query; `cache_time` is in seconds."""

    query: InlineQuery
    results: tuple[InlineResult, ...]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: InlineButton | None


class Inline:
    """The queries, with the bot's answers, and the messages that the bot can edit although it may not be in their chats."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._query_ids = count(4_300_000_001)
        self._post_ids = count(1)
        self._queries: dict[str, InlineQuery] = {}
        self._posts: dict[str, tuple[Room, int]] = {}
        self.answers: dict[str, InlineAnswer] = {}

    def ask(self, person: Identity, text: str, offset: str, chat_type: str) -> InlineQuery:
        """Somebody types something."""
        query = InlineQuery(str(next(self._query_ids)), person, text, offset, chat_type, self._clock.now())
        self._queries[query.id] = query
        return query

    def open_query(self, query_id: str) -> InlineQuery:
        """The query of that identifier, if it still waits for an answer."""
        query = self._queries.get(query_id)
        if query is None or query_id in self.answers or self._clock.now() - query.asked > QUERY_SECONDS:
            raise BadRequest(TOO_OLD)
        return query

    def enter(self, room: "Room", message: Message) -> str:
        """Let the bot edit a message of a room from now on; the inline_message_id by which it does so."""
        name = f"AgAAAInline{next(self._post_ids):04}"
        self._posts[name] = room, message.message_id
        return name

    def post(self, inline_message_id: str) -> tuple["Room", Message]:
        """The message that an inline_message_id means, as it is now."""
        room, message_id = self._posts.get(inline_message_id, (None, 0))
        if room is None or message_id not in room.messages:
            raise BadRequest("MESSAGE_ID_INVALID")
        return room, room.messages[message_id]


def read_result(state: "State", method: str, given: Any) -> InlineResult:
    """An InlineQueryResult; articles and photos are the only types here, although there are more."""
    if not isinstance(given, Mapping):
        raise BadRequest(f"{_UNREADABLE}: expected an Object")
    fields = Parameters(given)
    type_ = _string(given, "type", required=True)
    name = limits.result_id(_string(given, "id", required=True))
    title = _string(given, "title", required=type_ == "article")
    if type_ == "article" and not title.strip():
        raise BadRequest(f"{_UNREADABLE}: title must be non-empty")
    markup = composing.markup(fields, only_inline=True)
    match type_:
        case "article":
            known, photo = _ARTICLE, None
        case "photo":
            known, photo = (_CACHED_PHOTO if "photo_file_id" in given else _PHOTO), _photo(state, fields)
        case _:
            raise BadRequest(f'{_UNREADABLE}: type "{type_}" is unsupported for the inline query result')
    _unknown(state, method, given, known, f"inline query result {name!r}")
    return InlineResult(
        name,
        type_,
        title,
        _string(given, "description"),
        _string(given, "thumbnail_url"),
        _content(state, method, fields, photo, markup),
        markup,
    )


def _photo(state: "State", fields: Parameters) -> Photo:
    if file_id := fields.text("photo_file_id"):
        return state.files.find(file_id)
    for name in ("photo_url", "thumbnail_url"):
        _string(fields.fields, name, required=True)
    return state.files.elsewhere(fields.text("photo_url"), fields.integer("photo_width"), fields.integer("photo_height"))


def _content(state: "State", method: str, fields: Parameters, photo: Photo | None, markup: Mapping[str, Any] | None) -> Content:
    """The message that a result becomes: a text, which also takes the place of a photo, or a photo with its caption."""
    given = fields.nested("input_message_content")
    if given is None and photo:
        caption = limits.inline_caption(composing.formatted(fields, "caption", "caption_entities"))
        return Content(caption.text, caption.entities, buttons(markup), photo, composing.html(fields, "caption"))
    if not isinstance(given, Mapping) or "message_text" not in given:
        # There are other contents, such as places and contacts, but nothing here keeps them.
        raise BadRequest(f'{_UNREADABLE}: Can\'t find field "message_text" of the input message content')
    _unknown(state, method, given, _TEXT, "input message content")
    content = Parameters(given)
    text = limits.inline_text(composing.formatted(content, "message_text", "entities"))
    return Content(text.text, text.entities, buttons(markup), None, composing.html(content, "message_text"))


def _string(given: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    value = given.get(name)
    if value is None and not required:
        return ""
    if value is None:
        raise BadRequest(f'{_UNREADABLE}: Can\'t find field "{name}"')
    if not isinstance(value, str):
        raise BadRequest(f'{_UNREADABLE}: Field "{name}" must be of type String')
    return value


def _unknown(state: "State", method: str, given: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    for name in sorted(set(given) - known):
        state.journal.violation(method, f"unknown field {name} of {what}")


def _button(state: "State", method: str, given: Any) -> InlineButton | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise BadRequest(f"{_UNREADABLE_BUTTON}: expected an Object")
    _unknown(state, method, given, _BUTTON, "inline query results button")
    if not isinstance(given.get("text"), str) or not given["text"].strip():
        raise BadRequest(f"{_UNREADABLE_BUTTON}: text must be non-empty")
    if len([name for name in ("web_app", "start_parameter") if given.get(name) is not None]) != 1:
        raise BadRequest(f"{_UNREADABLE_BUTTON}: exactly one of the optional fields must be used")
    start = given.get("start_parameter")
    if start is not None:
        limits.start_payload(str(start))
    return InlineButton(given["text"], start)


def _cache_time(state: "State", method: str, given: Parameters) -> int:
    """How long an answer holds; the real server makes a number of anything."""
    written = given.text("cache_time")
    if written and not written.isdecimal():
        state.journal.violation(method, f"cache_time {written!r} is not a number of seconds")
    return max(given.integer("cache_time", CACHE_SECONDS), 0)


def _answer_inline_query(state: "State", given: Parameters) -> bool:
    method = "answerInlineQuery"
    listed = given.nested("results")
    if listed is None:
        listed = []
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise BadRequest("expected an Array of inline query results")
    if len(listed) > limits.RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    results = tuple(read_result(state, method, result) for result in listed)
    if len({result.id for result in results}) < len(results):
        raise BadRequest("RESULT_ID_DUPLICATE")
    next_offset = limits.next_offset(given.text("next_offset"))
    button = _button(state, method, given.nested("button"))
    cache_time = _cache_time(state, method, given)
    query = state.inline.open_query(given.text("inline_query_id"))
    state.inline.answers[query.id] = InlineAnswer(query, results, next_offset, cache_time, given.flag("is_personal"), button)
    return True


METHODS = (
    Method("answerInlineQuery", _answer_inline_query, "inline_query_id results cache_time is_personal next_offset button"),
)
