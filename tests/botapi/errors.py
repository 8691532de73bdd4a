"""The answers with which the Bot API turns a request down.

ApiError                 any status, for faults on demand
├── BadRequest           400
│   └── Upgraded         with migrate_to_chat_id
├── Unauthorized         401
├── Forbidden            403
├── NotFound             404
├── Conflict             409
├── TooManyRequests      429, with retry_after
└── BadGateway           502
"""

from typing import Any


class ApiError(Exception):
    """A request that is answered with `ok: false`."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.parameters: dict[str, int] = {} if retry_after is None else {"retry_after": retry_after}

    def body(self) -> dict[str, Any]:
        """The JSON object that the server answers with."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class BadRequest(ApiError):
    """What was asked breaks a rule of Telegram's."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


class Upgraded(BadRequest):
    """The group became a supergroup, which is another chat."""

    def __init__(self, chat_id: int) -> None:
        super().__init__("group chat was upgraded to a supergroup chat")
        self.parameters = {"migrate_to_chat_id": chat_id}


class Unauthorized(ApiError):
    """The token in the address is not the bot's."""

    def __init__(self) -> None:
        super().__init__(401, "Unauthorized")


class Forbidden(ApiError):
    """The other side does not want to hear from the bot."""

    def __init__(self, description: str) -> None:
        super().__init__(403, f"Forbidden: {description}")


class NotFound(ApiError):
    """There is no such method."""

    def __init__(self) -> None:
        super().__init__(404, "Not Found")


class Conflict(ApiError):
    """Two programs use one token."""

    def __init__(self, description: str) -> None:
        super().__init__(409, f"Conflict: {description}")


class TooManyRequests(ApiError):
    """The bot has to be silent for `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(429, f"Too Many Requests: retry after {retry_after}", retry_after)


class BadGateway(ApiError):
    """Telegram is down."""

    def __init__(self) -> None:
        super().__init__(502, "Bad Gateway")
