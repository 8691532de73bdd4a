"""The files on the server: photos that the bot uploaded and that people sent."""

import hashlib
import struct
import zlib
from itertools import count
from typing import TYPE_CHECKING, Any

from botapi import limits
from botapi.errors import BadRequest
from botapi.messages import Photo
from botapi.methods import Method
from botapi.parameters import Parameters, Upload

if TYPE_CHECKING:
    from botapi.state import State

_PNG = b"\x89PNG\r\n\x1a\n"
_IMAGES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")
_USUAL_SIZE = (1280, 720)
_LONGEST_SIDES = 10_000
_STEEPEST_RATIO = 20


def picture(width: int = 64, height: int = 64) -> bytes:
    """A PNG image of that size, all black."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(height * (width + 1)))
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return _PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


class Files:
    """Photos by file_id."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._photos: dict[str, Photo] = {}
        self.uploads = 0

    def keep(self, content: bytes) -> Photo:
        """Store an image and give it a file_id; the same content has the same file_unique_id."""
        limits.photo(len(content))
        if not content.startswith(_IMAGES):
            raise BadRequest("IMAGE_PROCESS_FAILED")
        width, height = _size(content)
        if width + height > _LONGEST_SIDES or max(width, height) > _STEEPEST_RATIO * min(width, height):
            raise BadRequest("PHOTO_INVALID_DIMENSIONS")
        unique = hashlib.sha256(content).hexdigest()[:16]
        photo = Photo(f"AgACAgQAAxk{next(self._numbers):04}{unique}", f"AQAD{unique}", width, height, content)
        self._photos[photo.file_id] = photo
        return photo

    def photo(self, name: str, reference: str, uploads: dict[str, Upload]) -> Photo:
        """The photo that a parameter means: an upload of that name, attach:// and the name of another, or a file_id."""
        name = reference.removeprefix("attach://") if reference.startswith("attach://") else name
        if name in uploads and reference in {"", f"attach://{name}"}:
            photo = self.keep(uploads[name].content)
            self.uploads += 1
            return photo
        if not reference:
            raise BadRequest("there is no photo in the request")
        if reference.startswith(("http://", "https://")):
            # Telegram would download it; nothing here reaches the network.
            raise BadRequest("failed to get HTTP URL content")
        return self.find(reference)

    def elsewhere(self, url: str, width: int, height: int) -> Photo:
        """A photo that people's programs would fetch by its address; nothing here does, so it is empty."""
        unique = hashlib.sha256(url.encode()).hexdigest()[:16]
        return Photo(f"AgACAgQAAxk{next(self._numbers):04}{unique}", f"AQAD{unique}", width, height, b"")

    def find(self, file_id: str) -> Photo:
        """A photo that is already on the server."""
        if file_id not in self._photos:
            raise BadRequest("wrong file identifier/HTTP URL specified")
        return self._photos[file_id]

    def at(self, path: str) -> Photo | None:
        """The photo that a file_path means."""
        return next((photo for photo in self._photos.values() if path == _path(photo)), None)


def _path(photo: Photo) -> str:
    return f"photos/{photo.file_unique_id}.jpg"


def _size(content: bytes) -> tuple[int, int]:
    """Width and height; only those of PNG images are measured."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _USUAL_SIZE


def _get_file(state: "State", given: Parameters) -> dict[str, Any]:
    photo = state.files.find(given.required("file_id"))
    return {
        "file_id": photo.file_id,
        "file_unique_id": photo.file_unique_id,
        "file_size": len(photo.content),
        "file_path": _path(photo),
    }


METHODS = (Method("getFile", _get_file, "file_id"),)
