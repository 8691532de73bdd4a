"""The Bot API over HTTP on a free local port: what a bot under test is given as its Telegram."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Literal, Self

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from botapi import account, connections, files, guest, inline, members, messaging, updates, webhook
from botapi.account import Profile
from botapi.business import Business
from botapi.errors import ApiError, BadGateway, NotFound, Unauthorized
from botapi.groups import Channel, Group
from botapi.journal import Call, Violation
from botapi.limits import Command
from botapi.messages import Chat, Identity, Message
from botapi.parameters import Parameters, read
from botapi.people import User
from botapi.state import State
from botapi.webhook import Webhook

TOKEN = "5000000001:TestTokenForTheLocalBotApiServer123"

_BOT = Identity(5000000001, "Test Bot", is_bot=True, username="test_center_bot")
_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "can_connect_to_business": True,
    "has_main_web_app": False,
    "supports_guest_queries": True,
}
_METHODS = {
    method.name.lower(): method
    for methods in (
        account.METHODS,
        updates.METHODS,
        webhook.METHODS,
        messaging.METHODS,
        members.METHODS,
        files.METHODS,
        inline.METHODS,
        guest.METHODS,
        connections.METHODS,
    )
    for method in methods
}
_BAD_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
# A pooled connection that the server drops just when the bot uses it again would look like a bug of the bot's.
_KEEP_ALIVE_SECONDS = 600


class BotApiServer:
    """A local Telegram for one bot: `with BotApiServer() as server:`.

    `abilities` overrides fields of getMe that only BotFather can change, such as `supports_inline_queries`.
    """

    def __init__(self, token: str = TOKEN, abilities: Mapping[str, Any] | None = None) -> None:
        self.token = token
        self._abilities = _ABILITIES | dict(abilities or {})
        self._state = State(_BOT, self._abilities)
        self._people = 0
        self._http: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._socket = _bound_socket(0)
        self._port: int = self._socket.getsockname()[1]

    @property
    def url(self) -> str:
        """The root of all addresses: what the bot is configured with."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Accept connections, in a thread of its own."""
        # Listening here, not in the thread: whoever connects from now on is only kept waiting.
        self._socket.listen(128)
        app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._on_method, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._on_file),
                Route("/{path:path}", _on_anything_else, methods=["GET", "POST"]),
            ]
        )
        self._http = uvicorn.Server(
            uvicorn.Config(
                self._dated(app),
                date_header=False,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=1,
            )
        )
        self._thread = threading.Thread(target=self._http.run, kwargs={"sockets": [self._socket]}, name="botapi", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close all connections and the port."""
        with self._changing() as state:
            state.faults.down = True
        if self._http and self._thread:
            self._http.should_exit = True
            self._thread.join(timeout=5)
        self._socket.close()
        self._http = self._thread = None

    def reset(self) -> None:
        """Become a new server at the same address, which is faster than to start another; old polls end."""
        with self._changing() as state:
            state.faults.down = True
        self._people = 0
        self._state = State(_BOT, self._abilities)

    # What a test does to the server.

    def user(self, first_name: str, *, language_code: str | None = "en", username: str | None = None) -> User:
        """A new person with a private chat; the bot cannot write there before the person did."""
        self._people += 1
        return User(
            self._state,
            Identity(1_000_000 + self._people, first_name, username=username, language_code=language_code),
        )

    def group(
        self,
        title: str,
        *,
        kind: Literal["supergroup", "group"] = "supergroup",
        forum: bool = False,
        discussion_of: Channel | None = None,
        username: str | None = None,
        bot: Literal["member", "administrator", "absent"] = "member",
    ) -> Group:
        """A new group with nobody but the bot in it, of which the bot is told nothing."""
        group = Group(self._state, self._chat(kind, title, username, bot, is_forum=forum or None))
        if discussion_of:
            group.discusses(discussion_of)
        return group

    def channel(
        self, title: str, *, username: str | None = None, bot: Literal["administrator", "absent"] = "administrator"
    ) -> Channel:
        """A new channel, of which the bot is told nothing."""
        return Channel(self._state, self._chat("channel", title, username, bot))

    def business(self, owner: User, *, can_reply: bool = True) -> Business:
        """Somebody connects the bot to the own account, of which the bot is told; what it may do is to read, and to reply."""
        return Business(self._state, owner.identity, can_reply=can_reply)

    def _chat(self, kind: str, title: str, username: str | None, bot: str, *, is_forum: bool | None = None) -> Chat:
        with self._changing() as state:
            chat = Chat(state.chats.next_id(kind), kind, username=username, title=title, is_forum=is_forum)
            room = state.chats.room(chat)
            room.bot_status = "left" if bot == "absent" else bot
            # A public chat can be found by its name.
            room.met = room.has_bot or username is not None
            return chat

    def set_ability(self, name: str, value: Any) -> None:
        """Change a field of getMe that only BotFather can change, until the next `reset`."""
        with self._changing() as state:
            if name not in state.account.abilities:
                raise KeyError(name)
            state.account.abilities[name] = value

    def flood_next(self, chat_id: int, retry_after: int) -> None:
        """Answer the next message into the chat, and all until `retry_after` seconds have passed, with 429."""
        with self._changing() as state:
            state.flood.order(chat_id, retry_after)

    def fail_next(self, method: str, status: int, description: str, *, retry_after: int | None = None) -> None:
        """Refuse the next call of the method, which then has no effect; several failures queue up."""
        with self._changing() as state:
            state.faults.fail(method, ApiError(status, description, retry_after))

    def delay(self, method: str, seconds: float) -> None:
        """Hold the answers of a method back from now on; its effect is there at once. 0 ends it."""
        with self._changing() as state:
            state.faults.slow(method, seconds)

    def outage(self, *, refuse: bool = False) -> None:
        """Be down until `recover`: answer everything with 502, or refuse connections altogether."""
        with self._changing() as state:
            state.faults.down = True
            state.journal.deed("server", "goes down")
        if refuse:
            self.stop()
            # Bound and not listening, the port refuses connections and stays ours.
            self._socket = _bound_socket(self._port)

    def recover(self) -> None:
        """End an outage; nothing was forgotten."""
        with self._changing() as state:
            state.faults.down = False
            state.journal.deed("server", "is back")
        if self._http is None:
            self.start()

    def now(self) -> float:
        """The time in seconds by the server's clock."""
        with self._state.lock:
            return self._state.clock.now()

    @property
    def waiting(self) -> int:
        """How many updates the bot has not confirmed yet."""
        with self._state.lock:
            return len(self._state.updates.waiting())

    def advance(self, seconds: float) -> None:
        """Move the server's clock forward: updates and pressed buttons grow old, silences end."""
        with self._changing() as state:
            state.clock.skip(seconds)
            state.journal.deed("server", f"{seconds} seconds pass")

    def sets_webhook(self, url: str, *, error: str = "") -> None:
        """Let another program set a webhook, where Telegram met an error if one is told; running polls end."""
        with self._changing() as state:
            state.journal.deed("server", f"has a webhook at {url}")
            state.updates.webhook = Webhook(url, error=error, error_date=state.clock.date() if error else 0)

    def another_copy_polls(self) -> None:
        """Let another copy of the bot poll, which ends each poll of this one with 409."""
        self._gets_rival(True)

    def other_copy_stops(self) -> None:
        """End the other copy of the bot."""
        self._gets_rival(False)

    def _gets_rival(self, has_rival: bool) -> None:
        with self._changing() as state:
            state.journal.deed("server", f"another copy of the bot {'polls' if has_rival else 'stops'}")
            state.updates.has_rival = has_rival

    def clock_differs(self, seconds: float) -> None:
        """Tell a time in the Date headers that is so many seconds ahead; behind, if negative."""
        with self._changing() as state:
            state.clock.differ(seconds)

    # What a test wants to know.

    @property
    def identity(self) -> Identity:
        """The bot as people see it."""
        with self._state.lock:
            return self._state.account.identity

    @property
    def polls(self) -> int:
        """How many getUpdates requests there were."""
        with self._state.lock:
            return self._state.updates.polls

    @property
    def uploads(self) -> int:
        """How many files the bot has uploaded."""
        with self._state.lock:
            return self._state.files.uploads

    def ready(self, within: float = 10.0, *, after: int = 0) -> None:
        """Wait until the bot asks for updates; to wait for a second start, pass the `polls` of before as `after`."""
        with self._state.lock:
            if not self._state.wait_for(lambda: self._state.updates.polls > after, within):
                raise AssertionError(f"no getUpdates within {within} s\n{self._state.journal.told()}")

    def calls(self, method: str | None = None) -> tuple[Call, ...]:
        """The requests of the bot so far, of one method or of all but getUpdates, with parameters and answers."""
        with self._state.lock:
            calls = [event for event in self._state.journal.events if isinstance(event, Call)]
        return tuple(call for call in calls if method is None or call.method == method)

    def messages(self, chat_id: int) -> tuple[Message, ...]:
        """Everything that stands in a chat now, from both sides, oldest first."""
        with self._state.lock:
            return tuple(self._state.chats.known(chat_id).messages.values())

    @property
    def violations(self) -> tuple[Violation, ...]:
        """What a careful bot would not have done: unknown methods and parameters, and not obeying retry_after."""
        with self._state.lock:
            return tuple(self._state.journal.violations)

    @property
    def advisories(self) -> tuple[Violation, ...]:
        """What Telegram advises against and tolerates: more than one message a second into a chat."""
        with self._state.lock:
            return tuple(self._state.journal.advisories)

    def commands(self, language_code: str = "", scope: str = "default") -> tuple[Command, ...]:
        """The commands that the bot set for exactly this language and scope, such as `all_private_chats`."""
        with self._state.lock:
            return self._state.account.commands_of({"type": scope}, language_code)

    def profile(self, language_code: str = "") -> Profile:
        """What people of a language read about the bot."""
        with self._state.lock:
            return self._state.account.profile(language_code)

    @property
    def menu_button(self) -> Mapping[str, Any]:
        """The menu button that the bot set for everybody, as a MenuButton object."""
        with self._state.lock:
            return self._state.account.menu_button()

    def told(self) -> str:
        """Everything that happened, one event a line."""
        with self._state.lock:
            return self._state.journal.told()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[State]:
        state = self._state
        with state.lock:
            yield state
            state.changed()

    # What the bot does to the server.

    async def _on_method(self, request: Request) -> Response:
        try:
            given = await read(request)
        except ClientDisconnect:
            return Response()
        except ApiError as error:
            return _answer(error)
        watch = asyncio.create_task(self._watch(request, given))
        try:
            return await run_in_threadpool(self._call, request.path_params["token"], request.path_params["method"], given)
        finally:
            watch.cancel()

    def _dated(self, app: ASGIApp) -> ASGIApp:
        """The application with the server's own time in each answer."""

        async def dated(scope: Scope, receive: Receive, send: Send) -> None:
            async def send_dated(message: ASGIMessage) -> None:
                if message["type"] == "http.response.start":
                    message["headers"] = [*message["headers"], (b"date", self._state.clock.header().encode())]
                await send(message)

            await app(scope, receive, send_dated)

        return dated

    async def _watch(self, request: Request, given: Parameters) -> None:
        """Notice that the client is gone: a bot that was killed in a poll is no second bot when it comes back."""
        while (await request.receive())["type"] != "http.disconnect":
            pass
        with self._changing():
            given.hung_up.set()

    def _call(self, token: str, name: str, given: Parameters) -> Response:
        state = self._state
        with state.lock:
            refused = ""
            try:
                response: Response = JSONResponse({"ok": True, "result": self._perform(state, token, name, given)})
            except ApiError as error:
                response, refused = _answer(error), error.description
            # Polls that went well, were given up or met an outage would only hide what matters in the record.
            is_poll = name.lower() == "getupdates"
            if not is_poll or (refused and not state.faults.down and not given.hung_up.is_set()):
                known = _METHODS.get(name.lower())
                state.journal.call(known.name if known else name, given.shown(), response.status_code, refused)
            state.changed()
            if seconds := state.faults.delay(name):
                state.wait_for(lambda: state.faults.down, seconds)
        return response

    def _perform(self, state: State, token: str, name: str, given: Parameters) -> Any:
        if state.faults.down:
            raise BadGateway
        if token != self.token:
            raise Unauthorized
        method = _METHODS.get(name.lower())
        if method is None:
            state.journal.violation(name, "no such method here")
            raise NotFound
        for unknown in method.unknown(given.names):
            state.journal.violation(method.name, f"unknown parameter {unknown}")
        state.faults.strike(method.name)
        if given.text("chat_id") and (chat_id := state.chats.identifier(given.text("chat_id"))):
            room = state.chats.find(chat_id)
            state.flood.admit(method.name, chat_id, room.chat if room else None, is_message=method.is_message)
        return method.perform(state, given)

    async def _on_file(self, request: Request) -> Response:
        with self._state.lock:
            photo = self._state.files.at(request.path_params["path"])
        if request.path_params["token"] != self.token or photo is None:
            return _answer(NotFound())
        return Response(photo.content, media_type="application/octet-stream")


async def _on_anything_else(_request: Request) -> Response:
    return _answer(NotFound())


def _answer(error: ApiError) -> Response:
    if isinstance(error, BadGateway):
        # Not from the Bot API but from what stands before it, so it is not JSON.
        return HTMLResponse(_BAD_GATEWAY_PAGE, error.status)
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else None
    return JSONResponse(error.body(), error.status, headers)


def _bound_socket(port: int) -> socket.socket:
    # Without the protocol named, asyncio leaves Nagle's algorithm on, and every other answer takes 40 ms.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # The connections of the time before an outage may still linger.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound
