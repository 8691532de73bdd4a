"""What a request asks for, however it was written: query string, form, multipart or JSON."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from botapi.errors import BadRequest

_NESTED = {
    "allowed_updates": "allowed updates",
    "button": "inline query results button",
    "caption_entities": "entities",
    "commands": "commands",
    "entities": "entities",
    "link_preview_options": "link preview options",
    "media": "input media",
    "menu_button": "menu button",
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "result": "inline query result",
    "results": "inline query results",
    "scope": "BotCommandScope",
    "suggested_post_parameters": "suggested post parameters",
}


@dataclass(frozen=True)
class Upload:
    """A file in a multipart request."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Parameters:
    """The parameters of one request; nested values may still be JSON text, as Bot API clients send them.

    `hung_up` is set when the client stops waiting for the answer.
    """

    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    hung_up: threading.Event = field(default_factory=threading.Event, repr=False, compare=False)

    @property
    def names(self) -> frozenset[str]:
        """The names of all parameters but the files that others refer to with attach://."""
        mentioned = str(self.fields)
        attached = {name for name in self.uploads if f"attach://{name}" in mentioned}
        return frozenset(self.fields) | frozenset(self.uploads) - attached

    def text(self, name: str) -> str:
        """A parameter as text; empty if it was not given."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """A parameter that the method cannot do without."""
        if not (value := self.text(name)):
            raise BadRequest(f'parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a number; as on the real server, what is not a number is 0."""
        if name not in self.fields:
            return default
        try:
            return int(self.text(name))
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return self.text(name).lower() in {"true", "yes", "1"}

    def nested(self, name: str) -> Any:
        """A parameter that is an object or an array; None if it was not given."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise BadRequest(f"can't parse {_NESTED.get(name, name)} JSON object") from None

    def shown(self) -> dict[str, Any]:
        """Everything in the request, with nested values opened, for tests and logs."""
        shown: dict[str, Any] = {}
        for name in self.fields:
            try:
                shown[name] = self.nested(name) if name in _NESTED else self.fields[name]
            except BadRequest:
                shown[name] = self.fields[name]
        return shown | dict(self.uploads)


async def read(request: Request) -> Parameters:
    """The parameters of an HTTP request; those in the body win over those in the address."""
    fields: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    content_type = request.headers.get("content-type", "")
    if content_type.startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError:
            raise BadRequest("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise BadRequest("object expected")
        fields |= body
    elif content_type.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read())
                else:
                    fields[name] = value
    return Parameters(fields, uploads)
