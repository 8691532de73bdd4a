"""Numbers, dates and times are the same numbers in English, Russian and Japanese."""

from decimal import Decimal

import pytest

from bot.knowledge.numbers import FEW, LANGUAGES, Weight, disagreement, numbers


def shown(text: str, language: str, least: Weight = Weight.FEW) -> list[str]:
    """The numbers in a text that weigh so much at least, in order of size."""
    return [f"{value.normalize():f}" for value, weight in sorted(numbers(text, language).items()) if weight >= least]


@pytest.mark.parametrize(
    ("english", "russian", "japanese", "said"),
    [
        ("SIX, sıx", "ШЕСТЬ", "6", "6"),
        ("six branches", "шесть филиалов", "6つの支部", "6"),
        ("Six.", "с шестью филиалами", "６支部", "6"),
        ("two", "двумя", "二つ", "2"),
        ("two", "двое", "2人", "2"),
        ("three", "трёх", "三か所", "3"),
        ("four", "четырьмя", "四名", "4"),
        ("five", "пяти", "五都市", "5"),
        ("seven-day", "семи дней", "7日間", "7"),
        ("eight", "восемью", "八件", "8"),
        ("nine", "девять", "九校", "9"),
        ("the ten largest", "десятка крупнейших", "十大", "10"),
        ("twelve", "двенадцатью", "十二か月", "12"),
        ("twenty-five", "двадцать пять", "二十五人", "25"),
        ("ninety nine", "девяносто девяти", "99", "99"),
        ("125", "сто двадцать пять", "百二十五人", "125"),
        ("20, five", "20, пять", "20、5つ", "5 20"),
        ("2018 two", "в 2018 году две", "2018年に2つ", "2 2018"),
        ("two hundred", "двухсот", "二百人", "200"),
        ("1.5 percent", "на 1,5 процента", "1.5%減", "1.5"),
        ("1.5 %", "полутора процентов", "１．５％", "1.5"),
        ("0.25", "0,25", "0.25", "0.25"),
        ("1,200", "1 200", "1,200", "1200"),
        ("12,000,000", "12 млн", "1200万", "12000000"),
        ("twenty thousand", "20 тыс.", "2万", "20000"),
        ("1.2 billion dollars", "1,2 миллиарда долларов", "12億ドル", "1200000000"),
        ("120 million", "сто двадцать миллионов", "1億2000万円", "120000000"),
        ("three thousand", "три тысячи", "三千人", "3000"),
        ("29 June 2003", "29 июня 2003 года", "2003年6月29日", "6 29 2003"),
        ("June 29th, 2003", "29-го июня 2003 г.", "２００３年６月２９日", "6 29 2003"),
        ("29.06.2003", "29.6.2003", "2003年06月29日", "6 29 2003"),
        ("2003-06-29", "2003-06-29", "平成15年6月29日", "6 29 2003"),
        ("1 January", "1 января", "1月1日", "1"),
        ("the 1st of March", "1-е марта", "3月1日", "1 3"),
        ("March 11 and April 12", "11 марта и 12 апреля", "3月11日と4月12日", "3 4 11 12"),
        ("in May", "в мае", "5月に", "5"),
        ("Sept. 2019", "сентябрь 2019", "令和元年九月", "9 2019"),
        ("2003", "2003-й", "二〇〇三年", "2003"),
        ("from 10:00 to 6 p.m.", "с 10:00 до 18:00", "10時から午後6時まで", "10 18"),
        ("9:30 am", "9:30", "午前9時30分", "9 30"),
        ("6:15 PM", "18:15", "18時15分", "15 18"),
        ("12 am to 12 pm", "0:00, 12:00", "午前0時から12時", "0 12"),
        ("two hours", "два часа", "2時間", "2"),
        ("level N5", "уровень N5", "N5", "5"),
        ("No.5", "№5", "5番", "5"),
    ],
)
def test_the_same_in_each_language(english: str, russian: str, japanese: str, said: str) -> None:
    """However a number is written, it is the same number."""
    assert [" ".join(shown(text, language)) for text, language in ((english, "en"), (russian, "ru"), (japanese, "ja"))] == [
        said
    ] * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("You may ask. They march on.", "en"),
        ("May I ask? May we?", "en"),
        ("one of them, the first", "en"),
        ("both, a third, dozens, thousands", "en"),
        ("often weighed, someone, sixpence", "en"),
        ("семинар, семью, шестой, пятница, оба, тысячи, сторона", "ru"),
        ("двухдневный семинар, второй", "ru"),
        ("один из них", "ru"),
        ("千葉、三菱、一般、一つ、両国、第三回、数十人、十数人", "ja"),
        ("1つ", "ja"),
        ("{place}, https://example.org/2003/29", "en"),
        ("0", "en"),
    ],
)
def test_what_is_no_number_for_sure(text: str, language: str) -> None:
    """Words that can mean something else, "one" and "none", placeholders and addresses ask for nothing elsewhere."""
    assert shown(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "maybe"),
    [
        ("one, both, a third, the fourth, the tenth, dozens", "en", "1 2 3 4 10 12"),
        ("один, оба, третий, пятый, семидневный, семью, десятилетие", "ru", "1 2 3 5 7 10"),
        ("второй и двухдневный, восьмого, миллионы", "ru", "2 8 1000000"),
        ("一つ、両国、第三回、六支、1番", "ja", "1 2 3 6"),
    ],
)
def test_what_may_be_a_number(text: str, language: str, maybe: str) -> None:
    """Such words are heard all the same: who says the number in another language is not alone with it."""
    assert " ".join(shown(text, language, Weight.MAYBE)) == maybe
    assert shown(text, language) == []


@pytest.mark.parametrize(
    ("one", "other", "only_one", "only_other"),
    [
        (("six", "en"), ("6つ", "ja"), "", ""),
        (("six", "en"), ("семь", "ru"), "6", "7"),
        (("two governments", "en"), ("両政府", "ja"), "", ""),
        (("the second branch", "en"), ("2番目の支部", "ja"), "", ""),
        (("2003", "en"), ("в том году", "ru"), "2003", ""),
        (("that year", "en"), ("в 2003 году", "ru"), "", "2003"),
        (("1.5 percent", "en"), ("немного", "ru"), "1.5", ""),
        (("three topics", "en"), ("темы", "ru"), "", ""),
        (("the others", "en"), ("4つ", "ja"), "", ""),
        (("five topics", "en"), ("темы", "ru"), "5", ""),
        (("three topics", "en"), ("4つのテーマ", "ja"), "3", "4"),
        (("three of 2003", "en"), ("две из 2004", "ru"), "3 2003", "2 2004"),
        (("on 2 May", "en"), ("в мае", "ru"), "2", ""),
        (("six, all six", "en"), ("6つ", "ja"), "", ""),
    ],
)
def test_disagreement(one: tuple[str, str], other: tuple[str, str], only_one: str, only_other: str) -> None:
    """What one text says and the other does not; but a language need not count the few things that the other counts."""
    found = disagreement(numbers(*one), numbers(*other))
    assert found == (list(map(Decimal, only_one.split())), list(map(Decimal, only_other.split())))
    assert disagreement(numbers(*other), numbers(*one)) == found[::-1]


def test_a_count_weighs_by_its_size() -> None:
    """Up to so many things are few; fractions and dates are sure however small."""
    assert numbers(f"{FEW}, {FEW + 1}, 2.5, 3 May", "en") == {
        Decimal(FEW): Weight.FEW,
        Decimal(FEW + 1): Weight.SURE,
        Decimal("2.5"): Weight.SURE,
        Decimal(3): Weight.SURE,
    }


def test_the_languages_of_the_bot_are_known() -> None:
    """Those are the languages whose words for numbers are known."""
    assert {"en", "ru", "ja"} == LANGUAGES
