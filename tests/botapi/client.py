"""A bot that speaks plain HTTP, for tests of the server itself."""

from typing import Any

import httpx

from botapi.server import BotApiServer


class Client:
    """A bot that speaks plain HTTP."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.http = httpx.Client(timeout=10)

    def address(self, method: str) -> str:
        """Where a method is called."""
        return f"{self.server.url}/bot{self.server.token}/{method}"

    def post(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole answer to a JSON request."""
        answer: dict[str, Any] = self.http.post(self.address(method), json=parameters).json()
        return answer

    def __call__(self, method: str, **parameters: Any) -> Any:
        """The result of a request that has to succeed."""
        answer = self.post(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, method: str, **parameters: Any) -> str:
        """The description of a request that has to fail."""
        answer = self.post(method, **parameters)
        assert not answer["ok"], answer
        return str(answer["description"])
