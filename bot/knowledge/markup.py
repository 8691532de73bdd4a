"""The small subset of formatting that answers may use, `<b>`, `<i>` and `<a href="...">`, as a value for adapters to render."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^<>]*)>")
_OPENED = re.compile(r"</?[A-Za-z]")
_HREF = re.compile(r"""\s+href\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*""")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
_WIDE = r"\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e"
_FOLD = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])")
"""The space that YAML leaves where two lines of Japanese are joined: there are none in Japanese."""
_URL = re.compile(r"(?:https?://|tg://|mailto:|tel:)\S+")


class MarkupError(ValueError):
    """Raised for formatting outside the subset, or for a tag without its partner; says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one format."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """Formatted text: its spans in order."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, text: str, *, bold: bool = False, italic: bool = False) -> "Markup":
        """Plain text in one format; nothing in it is read as a tag."""
        return cls((Span(text, bold=bold, italic=italic),)) if text else cls()

    @property
    def plain(self) -> str:
        """The text alone; a link's address follows its text in parentheses where the two differ."""
        return "".join(s.text if s.url in (None, s.text) else f"{s.text} ({s.url})" for s in self.spans)

    @property
    def utf16_length(self) -> int:
        """How many UTF-16 units the text takes, Telegram's measure of length."""
        return sum(len(span.text.encode("utf-16-le")) for span in self.spans) // 2

    def filled(self, values: Mapping[str, str]) -> "Markup":
        """The same with every `{name}` replaced by its value; a name without a value stays."""
        if not values:
            return self
        names = re.compile("|".join(re.escape(f"{{{name}}}") for name in values))

        def value(found: re.Match[str]) -> str:
            return values[found.group()[1:-1]]

        return Markup(tuple(replace(span, text=names.sub(value, span.text)) for span in self.spans))

    def __bool__(self) -> bool:
        return any(span.text.strip() for span in self.spans)


def join(parts: Iterable[Markup], separator: str = "\n\n") -> Markup:
    """The parts that are not empty, the separator between them."""
    spans: list[Span] = []
    for part in filter(None, parts):
        spans += [Span(separator), *part.spans] if spans else part.spans
    return Markup(tuple(spans))


def parse(text: str) -> Markup:
    """Read formatted text; raises MarkupError. A `<` that begins no tag and a `&` that begins no entity stand for themselves."""
    return Markup(tuple(_spans(_FOLD.sub("", text.strip()))))


def _spans(text: str) -> Iterator[Span]:
    format_now = Span("")
    opened: list[tuple[str, Span]] = []
    end = 0
    for tag in _TAG.finditer(text):
        yield from _literal(text[end : tag.start()], format_now)
        end = tag.end()
        name = tag["name"].lower()
        if name not in ("b", "i", "a"):
            raise MarkupError(f'the tag {tag.group()} is not known; known are <b>, <i> and <a href="...">')
        if not tag["close"]:
            opened.append((name, format_now))
            format_now = _opened(name, tag["rest"], format_now)
        elif not opened or opened[-1][0] != name:
            raise MarkupError(f"</{name}> closes nothing; " + (f"</{opened[-1][0]}> comes first" if opened else "delete it"))
        else:
            format_now = opened.pop()[1]
    yield from _literal(text[end:], format_now)
    if opened:
        raise MarkupError(f"<{opened[-1][0]}> is never closed; write </{opened[-1][0]}> after the text")


def _opened(name: str, rest: str, outer: Span) -> Span:
    if name == "a":
        href = _HREF.fullmatch(rest)
        url = html.unescape(href["double"] or href["single"] or "") if href else ""
        if not _URL.fullmatch(url):
            raise MarkupError('a link is written <a href="https://...">text</a>')
        if outer.url:
            raise MarkupError("a link stands inside a link")
        return replace(outer, url=url)
    if rest.strip():
        raise MarkupError(f"<{name}{rest}> should be <{name}>")
    return replace(outer, bold=outer.bold or name == "b", italic=outer.italic or name == "i")


def _literal(text: str, format_now: Span) -> Iterator[Span]:
    broken = _OPENED.search(text)
    if broken:
        raise MarkupError(f"the tag {text[broken.start() : broken.start() + 12]!r} has no '>'; write &lt; for a bare <")
    if text:
        yield replace(format_now, text=_ENTITY.sub(lambda entity: html.unescape(entity.group()), text))
