"""The bot's account: who it is, and how it introduces itself to people of each language."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botapi import limits
from botapi.errors import BadRequest
from botapi.limits import Command
from botapi.messages import Chat, Identity
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.state import State

_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_USUAL_BUTTON = {"type": "default"}


@dataclass(frozen=True)
class Profile:
    """What a person reads about the bot."""

    name: str
    description: str
    short_description: str


class Account:
    """The bot's identity and settings; `abilities` are the fields of getMe that only BotFather can change."""

    def __init__(self, identity: Identity, abilities: Mapping[str, Any]) -> None:
        self._identity = identity
        self.abilities = dict(abilities)
        self.commands: dict[tuple[str, str], tuple[Command, ...]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Mapping[str, Any]] = {}

    @property
    def identity(self) -> Identity:
        """The bot as people see it; its name is the one for everybody."""
        return Identity(self._identity.id, self.text("name", ""), True, self._identity.username)

    def commands_of(self, scope: Mapping[str, Any], language: str) -> tuple[Command, ...]:
        """The commands that were set for exactly this scope and language."""
        return self.commands.get((_scope_key(scope), language), ())

    def text(self, kind: str, language: str) -> str:
        """A name or description: the language's own, or else the one for everybody."""
        fallback = self._identity.first_name if kind == "name" else ""
        return self.texts.get((kind, language)) or self.texts.get((kind, "")) or fallback

    def set_text(self, kind: str, language: str, text: str) -> None:
        """Set a name or description; an empty one gives way to the one for everybody."""
        self.texts[kind, language] = text

    def profile(self, language: str) -> Profile:
        """What a person of that language reads about the bot."""
        return Profile(self.text("name", language), self.text("description", language), self.text("short_description", language))

    def menu_button(self, chat_id: int = 0) -> Mapping[str, Any]:
        """The button beside the field where a person types, as a MenuButton object: the chat's own, or else everybody's."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0) or _USUAL_BUTTON

    def menu(self, chat: Chat, user_id: int, language: str, *, is_administrator: bool = False) -> tuple[Command, ...]:
        """The commands that a person is offered: the narrowest scope wins, and in it the person's language."""
        for scope in _scopes(chat, user_id, is_administrator=is_administrator):
            for code in (language, ""):
                if commands := self.commands_of(scope, code):
                    return commands
        return ()


def _scopes(chat: Chat, user_id: int, *, is_administrator: bool) -> list[dict[str, Any]]:
    """The scopes that cover a person in a chat, the narrowest first."""
    here = {"chat_id": chat.id}
    if chat.is_private:
        return [{"type": "chat"} | here, {"type": "all_private_chats"}, {"type": "default"}]
    scopes: list[dict[str, Any]] = [{"type": "chat_member", "user_id": user_id} | here]
    if is_administrator:
        scopes.append({"type": "chat_administrators"} | here)
    scopes.append({"type": "chat"} | here)
    if is_administrator:
        scopes.append({"type": "all_chat_administrators"})
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]


def _scope_key(scope: Mapping[str, Any]) -> str:
    return json.dumps({name: str(value) for name, value in scope.items()}, sort_keys=True)


def _scope(given: Parameters) -> str:
    scope = given.nested("scope") or {"type": "default"}
    if not isinstance(scope, Mapping):
        raise BadRequest("can't parse BotCommandScope: BotCommandScope must be an Object")
    if scope.get("type") not in _SCOPES | _CHAT_SCOPES:
        raise BadRequest("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in _CHAT_SCOPES and not scope.get("chat_id"):
        raise BadRequest("can't parse BotCommandScope: Empty chat_id specified")
    return _scope_key(scope)


def _language(given: Parameters) -> str:
    code = given.text("language_code")
    limits.language_code(code)
    return code


def _get_me(state: "State", _given: Parameters) -> dict[str, Any]:
    return state.account.identity.json() | dict(state.account.abilities)


def _sign_off(_state: "State", _given: Parameters) -> bool:
    return True


def _set_commands(state: "State", given: Parameters) -> bool:
    key = _scope(given), _language(given)
    state.account.commands[key] = limits.commands(given.nested("commands") or [])
    return True


def _get_commands(state: "State", given: Parameters) -> list[dict[str, str]]:
    # Unlike a person's menu, the method does not fall back to another scope or language.
    commands = state.account.commands.get((_scope(given), _language(given)), ())
    return [{"command": command.command, "description": command.description} for command in commands]


def _delete_commands(state: "State", given: Parameters) -> bool:
    state.account.commands.pop((_scope(given), _language(given)), None)
    return True


def _text_methods(kind: str, title: str, check: Callable[[str], None]) -> tuple[Method, Method]:
    """The setter and the getter of a name or description."""

    def set_text(state: "State", given: Parameters) -> bool:
        text = given.text(kind).strip()
        check(text)
        state.account.set_text(kind, _language(given), text)
        return True

    def get_text(state: "State", given: Parameters) -> dict[str, str]:
        return {kind: state.account.text(kind, _language(given))}

    return Method(f"setMy{title}", set_text, f"{kind} language_code"), Method(f"getMy{title}", get_text, "language_code")


def _private_chat_id(state: "State", given: Parameters) -> int:
    """The person whose button is meant; 0 for everybody."""
    if not given.text("chat_id"):
        return 0
    chat = state.chats.known(given.integer("chat_id")).chat
    if not chat.is_private:
        raise BadRequest("chat not found")
    return chat.id


def _set_menu_button(state: "State", given: Parameters) -> bool:
    button = given.nested("menu_button") or _USUAL_BUTTON
    limits.menu_button(button)
    chat_id = _private_chat_id(state, given)
    if button["type"] == "default":
        state.account.menu_buttons.pop(chat_id, None)
    else:
        state.account.menu_buttons[chat_id] = button
    return True


def _get_menu_button(state: "State", given: Parameters) -> dict[str, Any]:
    return dict(state.account.menu_button(_private_chat_id(state, given)))


METHODS = (
    Method("getMe", _get_me),
    Method("close", _sign_off),
    Method("logOut", _sign_off),
    Method("setMyCommands", _set_commands, "commands scope language_code"),
    Method("getMyCommands", _get_commands, "scope language_code"),
    Method("deleteMyCommands", _delete_commands, "scope language_code"),
    Method("setChatMenuButton", _set_menu_button, "chat_id menu_button"),
    Method("getChatMenuButton", _get_menu_button, "chat_id"),
    *_text_methods("name", "Name", limits.name),
    *_text_methods("description", "Description", limits.description),
    *_text_methods("short_description", "ShortDescription", limits.short_description),
)
