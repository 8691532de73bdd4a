"""Formatting is a small subset of HTML: read safely, refused with a reason, and harmless where it is only text."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.markup import Markup, MarkupError, Span, join, parse

SITE = "https://example.org/?a=1&b=2"
any_text = st.text(st.characters(exclude_categories=["Cs"]))
tag_soup = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<a href='tg://x'>", "</a>", "<", ">", "&lt;", "&#x41;", "&", "/", "b", " ", "{n}"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("plain", [Span("plain")]),
        ("  around \n", [Span("around")]),
        ("<b>bold</b>", [Span("bold", bold=True)]),
        ("<B>bold</B>", [Span("bold", bold=True)]),
        ("<b >bold</b >", [Span("bold", bold=True)]),
        ("a <i>b</i> c", [Span("a "), Span("b", italic=True), Span(" c")]),
        ("<b>a<i>b</i></b>c", [Span("a", bold=True), Span("b", bold=True, italic=True), Span("c")]),
        ("<b><b>a</b>b</b>", [Span("a", bold=True), Span("b", bold=True)]),
        (f'<a href="{SITE}">a</a>b', [Span("a", url=SITE), Span("b")]),
        ("<a href='https://example.org'>a</a>", [Span("a", url="https://example.org")]),
        ('<a href = "https://example.org/?a=1&amp;b=2" >a</a>', [Span("a", url=SITE)]),
        ('<a href="tg://resolve?domain=x"><b>a</b></a>', [Span("a", bold=True, url="tg://resolve?domain=x")]),
        ('<a href="mailto:a@example.org">a</a>', [Span("a", url="mailto:a@example.org")]),
        ('<a href="tel:+78120000000">a</a>', [Span("a", url="tel:+78120000000")]),
        ("&lt;b&gt; &amp; &quot;&#65;&#x42;", [Span('<b> & "AB')]),
        ("&amp;lt;", [Span("&lt;")]),
        ("AT&T, R&D &c; &nbsp;", [Span("AT&T, R&D &c; &nbsp;")]),
        ("1 < 2 > 0 <3 <- </3 <!-- x -->", [Span("1 < 2 > 0 <3 <- </3 <!-- x -->")]),
        ("<b></b>", []),
        ("", []),
    ],
)
def test_what_formatting_means(text: str, spans: list[Span]) -> None:
    """Bold, italic and links may nest; what begins no tag and no entity stands for itself."""
    assert parse(text).spans == tuple(spans)


LINK = 'a link is written <a href="https://...">text</a>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<u>a</u>", 'the tag <u> is not known; known are <b>, <i> and <a href="...">'),
        ("a<br>b", 'the tag <br> is not known; known are <b>, <i> and <a href="...">'),
        ("a<br/>b", 'the tag <br/> is not known; known are <b>, <i> and <a href="...">'),
        ("</p>", 'the tag </p> is not known; known are <b>, <i> and <a href="...">'),
        ("<script>alert(1)</script>", 'the tag <script> is not known; known are <b>, <i> and <a href="...">'),
        ("<b>a", "<b> is never closed; write </b> after the text"),
        ("<b><i>a</i>", "<b> is never closed; write </b> after the text"),
        ("<b>a<i>b", "<i> is never closed; write </i> after the text"),
        ("a</b>", "</b> closes nothing; delete it"),
        ("<b>a</b></b>", "</b> closes nothing; delete it"),
        ("<b><i>a</b></i>", "</b> closes nothing; </i> comes first"),
        ('<b class="x">a</b>', '<b class="x"> should be <b>'),
        ("<b/>", "<b/> should be <b>"),
        ("<a>a</a>", LINK),
        ("<a href=https://example.org>a</a>", LINK),
        ('<a href="">a</a>', LINK),
        ('<a href="example.org">a</a>', LINK),
        ('<a href="javascript:alert(1)">a</a>', LINK),
        ('<a href="https://exa mple.org">a</a>', LINK),
        ('<a href="https://example.org" onclick="x">a</a>', LINK),
        ('<a href="https://a.org">a<a href="https://b.org">b</a></a>', "a link stands inside a link"),
        ("a <b", "the tag '<b' has no '>'; write &lt; for a bare <"),
        ("i<j and more of it", "the tag '<j and more ' has no '>'; write &lt; for a bare <"),
        ("<b<i>a</i>", "the tag '<b' has no '>'; write &lt; for a bare <"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    """A tag outside the subset, without its partner or with more in it than needed is refused, and why is said."""
    with pytest.raises(MarkupError) as caught:
        parse(text)
    assert str(caught.value) == reason


@given(any_text | tag_soup)
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever staff write, it is read, whatever space is around it, or refused with a sentence."""
    with suppress(MarkupError):
        assert parse(text) == parse(f"\n{text} ")


@given(any_text)
@settings(deadline=None)
def test_escaped_text_means_itself(text: str) -> None:
    """What HTML escapes comes back as it was; only the spaces around it go."""
    assert parse(escape(text, quote=False)).plain == text.strip()


def test_a_span_has_no_format_of_its_own() -> None:
    """What is not said to be formatted is plain."""
    assert Markup.of("a").spans == (Span("a", bold=False, italic=False, url=None),)


def test_plain_text_is_never_read_as_tags() -> None:
    """A text from outside cannot bring formatting with it."""
    assert Markup.of("<b>a", bold=True).spans == (Span("<b>a", bold=True),)
    assert Markup.of("&lt;", italic=True).plain == "&lt;"


def test_nothing_has_no_spans() -> None:
    """An empty text is an empty value, and counts as false."""
    assert Markup.of("", bold=True) == Markup() == parse("<i></i>")
    assert not Markup()
    assert not Markup((Span("", bold=True),))
    assert Markup.of("a")


def test_plain_text_names_addresses() -> None:
    """Where a link's text is not its address, the address follows in parentheses."""
    text = parse('<b>See</b> <a href="https://example.org">our site</a> or <a href="https://a.org">https://a.org</a>.')
    assert text.plain == "See our site (https://example.org) or https://a.org."


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("где", 3), ("支部", 2), ("😀", 2), ("<b>a</b>&amp;", 2)])
def test_length_is_telegram_s(text: str, units: int) -> None:
    """Length is counted in UTF-16 units, after tags and entities are read."""
    assert parse(text).utf16_length == units


def test_a_link_s_address_has_no_length() -> None:
    """Of a link only the text counts for Telegram."""
    assert parse('<a href="https://example.org/long">a</a>').utf16_length == 1


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Not in {place}.", {"place": "Kazan"}, "Not in Kazan."),
        ("{place}, {place}!", {"place": "Kazan"}, "Kazan, Kazan!"),
        ("{place} {number}", {"place": "{number}", "number": "7"}, "{number} 7"),
        ("{place} {other}", {"place": "Kazan"}, "Kazan {other}"),
        ("{place}", {}, "{place}"),
        ("{place}", {"place": "<b>"}, "<b>"),
        ("{a.c} {abc}", {"a.c": "1"}, "1 {abc}"),
    ],
)
def test_names_are_filled_in(text: str, values: dict[str, str], filled: str) -> None:
    """Every name that has a value is replaced, values are taken as they are, and names without a value stay."""
    assert Markup.of(text).filled(values).plain == filled


def test_what_is_filled_in_has_the_format_around_it() -> None:
    """A value takes the format of the name that it stands for."""
    assert parse("a <b>{x}</b>").filled({"x": "y"}).spans == (Span("a "), Span("y", bold=True))


def test_parts_are_joined() -> None:
    """Between parts stands the separator; empty parts leave no trace."""
    bold, plain = parse("<b>a</b>"), parse("b")
    assert join([Markup(), bold, Markup(), plain, Markup()]).spans == (Span("a", bold=True), Span("\n\n"), Span("b"))
    assert join([bold, plain], "\n").plain == "a\nb"
    assert join([bold]) == bold
    assert join([]) == Markup()
