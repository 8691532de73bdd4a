"""Formatted text: Telegram's HTML parse mode, read strictly, and the entities that Telegram finds by itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_SPACE = re.compile(r"[ \t\r\n\v]*")
_START_TAG = re.compile(r"<([^ \t\r\n\v>]*)")
_END_TAG = re.compile(r"</([^ \t\r\n\v>]*)[ \t\r\n\v]*")
_ATTRIBUTE = re.compile(r"([^ \t\r\n\v=>/\"']+)[ \t\r\n\v]*(=?)[ \t\r\n\v]*")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+))(;?)")

# Telegram knows every top-level domain; these are the ones a test is likely to write without a scheme.
_BARE_DOMAINS = "com|org|net|edu|gov|info|io|me|ru|jp|de|uk"
_FOUND = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<!\.)", re.ASCII)),
    (
        "url",
        re.compile(
            rf"(?<![\w@/.])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:{_BARE_DOMAINS})\b(?:/[^\s<>\"]*)?)",
            re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w/#])#\w*[^\W\d_]\w*")),
)


class EntityError(ValueError):
    """The HTML cannot be read; the message is worded as Telegram's."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"can't parse entities: {reason}")


@dataclass(frozen=True)
class Entity:
    """A stretch of formatted text; offset and length are in UTF-16 units, as everywhere in Telegram.

    `user` is whom a text_mention means, as a User object.
    """

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        more = "".join(f", {name}={value!r}" for name, value in list(vars(self).items())[3:] if value is not None)
        return f"Entity({self.type!r}, {self.offset}, {self.length}{more})"

    @property
    def end(self) -> int:
        """The offset after the last unit."""
        return self.offset + self.length

    def of(self, text: str) -> str:
        """The part of `text` that the entity covers."""
        return text.encode("utf-16-le")[2 * self.offset : 2 * self.end].decode("utf-16-le")

    def json(self) -> dict[str, Any]:
        """The entity as a MessageEntity object."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class FormattedText:
    """Plain text and what is special about parts of it."""

    text: str
    entities: tuple[Entity, ...] = ()

    def trimmed(self) -> "FormattedText":
        """The text as Telegram keeps it: without white space around it, except where an entity begins with some."""
        text = self.text.rstrip()
        ends = utf16_length(text)
        first = self.entities[0].offset if self.entities else ends
        # Only one-unit characters are removed at the front, so characters and units are the same here.
        front = min(len(text) - len(text.lstrip(" \n")), first)
        kept = [replace(entity, length=min(entity.end, ends) - entity.offset) for entity in self.entities]
        return FormattedText(
            text[front:], tuple(replace(entity, offset=entity.offset - front) for entity in kept if entity.length > 0)
        )

    def with_found(self) -> "FormattedText":
        """The text with the links, commands and mentions that Telegram finds itself, outside of code and of links."""
        closed = [
            entity for entity in self.entities if entity.type in {"code", "pre", "text_link", "text_mention", "custom_emoji"}
        ]
        found = [
            new
            for new in find_entities(self.text)
            if new not in self.entities and not any(new.offset < entity.end and entity.offset < new.end for entity in closed)
        ]
        return FormattedText(self.text, _in_order([*self.entities, *found]))


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: characters outside of the basic plane, such as emoji, count twice."""
    return sum(2 if character > "\uffff" else 1 for character in text)


def parse(html: str) -> FormattedText:
    """Read text in the HTML parse mode; raises EntityError for what Telegram would refuse.

    Stricter than Telegram in one point: an unknown reference such as `&nbsp;` is an error, where Telegram would show
    it to people as it stands.
    """
    return _Reader(html).read()


def find_entities(text: str) -> tuple[Entity, ...]:
    """The links, mail addresses, commands, mentions and hashtags in plain text."""
    found: list[Entity] = []
    for type_, pattern in _FOUND:
        for match in pattern.finditer(text):
            piece = match[0].rstrip(".,:;!?)'\"") if type_ == "url" else match[0]
            entity = Entity(type_, utf16_length(text[: match.start()]), utf16_length(piece))
            if not any(entity.offset < other.end and other.offset < entity.end for other in found):
                found.append(entity)
    return _in_order(found)


def checked_link(url: str) -> str:
    """The link as Telegram keeps it, with a scheme and a path; raises ValueError with Telegram's reason."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        scheme, rest = "http", url.strip()
    scheme = scheme.lower()
    if scheme in {"tg", "ton", "tonsite"}:
        return f"{scheme}://{rest}"
    if scheme not in {"http", "https"}:
        raise ValueError("Unsupported URL protocol")
    parts = urlsplit(f"{scheme}://{rest}")
    if not parts.hostname:
        raise ValueError("URL host is empty")
    if "." not in parts.hostname and ":" not in parts.hostname:
        raise ValueError("Wrong HTTP URL")
    return parts.geturl() if parts.path else parts._replace(path="/").geturl()


def _in_order(entities: list[Entity]) -> tuple[Entity, ...]:
    """Entities as Telegram lists them: by place, the outer before the inner."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


@dataclass(frozen=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    pieces: int


class _Reader:
    """One pass over HTML, collecting plain text and entities."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> FormattedText:
        while self._at < len(self._html):
            if self._html.startswith("</", self._at):
                self._end_tag()
            elif self._html[self._at] == "<":
                self._start_tag()
            elif self._html[self._at] == "&":
                self._reference()
            else:
                self._add(self._html[self._at], 1)
        if self._open:
            raise EntityError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return FormattedText("".join(self._pieces), _in_order(self._entities))

    def _add(self, piece: str, consumed: int) -> None:
        self._pieces.append(piece)
        self._offset += utf16_length(piece)
        self._at += consumed

    def _place(self, at: int) -> str:
        """How Telegram names a place: it counts bytes of UTF-8."""
        return f"at byte offset {len(self._html[:at].encode())}"

    def _reference(self) -> None:
        match = _REFERENCE.match(self._html, self._at)
        character = _referred(match) if match else None
        if match and character:
            self._add(character, len(match[0]))
        elif match and match[4]:
            raise EntityError(f'Unsupported HTML entity "{match[0]}" {self._place(self._at)}')
        else:
            # A lone ampersand is tolerated: "Q&A" is shown as it stands.
            self._add("&", 1)

    def _start_tag(self) -> None:
        begin = self._at
        match = _START_TAG.match(self._html, begin)
        assert match is not None
        if match.end() == len(self._html):
            raise EntityError(f"Unclosed start tag {self._place(begin)}")
        name = match[1].lower()
        if name not in _TYPES:
            raise EntityError(f'Unsupported start tag "{name}" {self._place(begin)}')
        self._at = match.end()
        argument = ""
        for attribute, value in self._attributes(name, begin):
            argument = _argument(name, attribute, value) or argument
        if name == "span" and argument != "spoiler":
            raise EntityError(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self._open.append(_OpenTag(name, argument, self._offset, len(self._pieces)))

    def _attributes(self, name: str, begin: int) -> Iterator[tuple[str, str]]:
        """The attributes up to and including the end of the tag."""
        while True:
            self._skip_space()
            if self._at == len(self._html):
                raise EntityError(f'Unclosed start tag "{name}" {self._place(begin)}')
            if self._html[self._at] == ">":
                self._at += 1
                return
            match = _ATTRIBUTE.match(self._html, self._at)
            if match is None:
                raise EntityError(f'Empty attribute name in the tag "{name}" {self._place(begin)}')
            self._at = match.end()
            yield match[1], self._value(begin) if match[2] else ""

    def _value(self, begin: int) -> str:
        if self._html.startswith(('"', "'"), self._at):
            match = _QUOTED.match(self._html, self._at)
            if match is None:
                raise EntityError(f"Unclosed start tag {self._place(begin)}")
            self._at = match.end()
            return _REFERENCE.sub(lambda found: _referred(found) or found[0], match[1] or match[2] or "")
        match = _TOKEN.match(self._html, self._at)
        assert match is not None
        if match.end() < len(self._html) and self._html[match.end()] not in " \t\r\n\v>":
            raise EntityError(f"Unexpected end of name token {self._place(self._at)}")
        self._at = match.end()
        return match[0].lower()

    def _skip_space(self) -> None:
        match = _SPACE.match(self._html, self._at)
        assert match is not None
        self._at = match.end()

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise EntityError(f"Unexpected end tag {self._place(begin)}")
        match = _END_TAG.match(self._html, begin)
        assert match is not None
        if not self._html.startswith(">", match.end()):
            raise EntityError(f"Unclosed end tag {self._place(begin)}")
        tag = self._open.pop()
        found = match[1].lower()
        # Telegram lets `</>` close any tag.
        if found and found != tag.name:
            expectation = f'expected "</{tag.name}>", found "</{found}>"'
            raise EntityError(f"Unmatched end tag {self._place(begin)}, {expectation}")
        self._at = match.end() + 1
        if self._offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _OpenTag) -> None:
        entity = Entity(_TYPES[tag.name], tag.offset, self._offset - tag.offset)
        match tag.name:
            case "a":
                try:
                    url = checked_link(tag.argument or "".join(self._pieces[tag.pieces :]))
                except ValueError:
                    # Telegram shows the words of a bad link as plain text and says nothing.
                    return
                entity = replace(entity, url=url)
            case "tg-emoji":
                if not tag.argument.isdecimal():
                    raise EntityError("Invalid custom emoji identifier specified")
                entity = replace(entity, custom_emoji_id=tag.argument)
            case "blockquote" if tag.argument:
                entity = replace(entity, type="expandable_blockquote")
            case "code" if tag.argument and self._open and self._open[-1].name == "pre":
                entity = replace(entity, language=tag.argument)
            case "pre":
                # <pre><code class="language-x"> is one entity, a block of code in a named language.
                inner = self._entities[-1] if self._entities else None
                if inner and inner.language and (inner.offset, inner.length) == (entity.offset, entity.length):
                    self._entities.pop()
                    entity = replace(entity, language=inner.language)
            case _:
                pass
        self._entities.append(entity)


def _referred(match: re.Match[str]) -> str | None:
    """The character that a reference stands for, if it is one of those that Telegram reads."""
    hexadecimal, decimal, name, _ = match.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_character = 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else None


def _argument(tag: str, attribute: str, value: str) -> str:
    """What an attribute says about its tag, if it says anything; others are ignored, as by Telegram."""
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""
