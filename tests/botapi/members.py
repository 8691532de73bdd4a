"""Who is in a chat and what they may do there: what a ChatMember object tells, and the methods that ask for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botapi.errors import BadRequest
from botapi.messages import Chat, Identity
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.chats import Room
    from botapi.state import State

ADMINISTRATORS = frozenset({"creator", "administrator"})
PRESENT = ADMINISTRATORS | {"member", "restricted"}

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_GROUP_RIGHTS = (*_RIGHTS, "can_pin_messages", "can_manage_topics", "can_manage_tags")
_CHANNEL_RIGHTS = (*_RIGHTS, "can_post_messages", "can_edit_messages", "can_manage_direct_messages")
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(frozen=True)
class Membership:
    """What somebody is in a chat; `status` is one of Telegram's: creator, administrator, member, restricted, left or kicked."""

    user: Identity
    status: str
    is_anonymous: bool = False

    @property
    def is_present(self) -> bool:
        """Whether the person is in the chat."""
        return self.status in PRESENT

    @property
    def may_write(self) -> bool:
        """Whether the person is in the chat and was not told to be silent."""
        return self.is_present and self.status != "restricted"

    @property
    def is_administrator(self) -> bool:
        """Whether the person is above the others."""
        return self.status in ADMINISTRATORS

    def json(self, chat: Chat) -> dict[str, Any]:
        """The membership as a ChatMember object: administrators may do everything, the restricted nothing."""
        body: dict[str, Any] = {"user": self.user.json(), "status": self.status}
        match self.status:
            case "creator":
                body["is_anonymous"] = self.is_anonymous
            case "administrator":
                rights = _CHANNEL_RIGHTS if chat.is_channel else _GROUP_RIGHTS
                body |= {"can_be_edited": False, "is_anonymous": self.is_anonymous} | dict.fromkeys(rights, True)
            case "restricted":
                body |= {"is_member": True, "until_date": 0} | dict.fromkeys(_PERMISSIONS, False)
            case "kicked":
                body["until_date"] = 0
            case _:
                pass
        return body


def _members(state: "State", room: "Room") -> list[Membership]:
    """Everybody who is in the chat, the bot included."""
    everybody = [*room.members.values(), state.bot_in(room)]
    return [membership for membership in everybody if membership.is_present]


def _get_chat(state: "State", given: Parameters) -> dict[str, Any]:
    room = state.chats.readable(state.chats.identifier(given.text("chat_id")))
    body = room.chat.json() | {"accent_color_id": 0, "max_reaction_count": 11}
    if room.linked:
        body["linked_chat_id"] = room.linked.chat.id
    body["accepted_gift_types"] = {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    }
    return body


def _get_member(state: "State", given: Parameters) -> dict[str, Any]:
    room = state.chats.inhabited(state.chats.identifier(given.text("chat_id")))
    user_id = given.integer("user_id")
    if user_id == state.account.identity.id:
        return state.bot_in(room).json(room.chat)
    if membership := room.members.get(user_id):
        return membership.json(room.chat)
    if user := state.chats.person(user_id):
        return Membership(user, "left").json(room.chat)
    raise BadRequest("user not found")


def _get_administrators(state: "State", given: Parameters) -> list[dict[str, Any]]:
    room = state.chats.inhabited(state.chats.identifier(given.text("chat_id")))
    if room.chat.is_private:
        raise BadRequest("there are no administrators in the private chat")
    return [membership.json(room.chat) for membership in _members(state, room) if membership.is_administrator]


def _get_member_count(state: "State", given: Parameters) -> int:
    return len(_members(state, state.chats.inhabited(state.chats.identifier(given.text("chat_id")))))


def _leave(state: "State", given: Parameters) -> bool:
    room = state.chats.inhabited(state.chats.identifier(given.text("chat_id")))
    if room.chat.is_private:
        raise BadRequest("chat member status can't be changed in private chats")
    state.bot_becomes(room, state.account.identity, "left")
    return True


METHODS = (
    Method("getChat", _get_chat, "chat_id"),
    Method("getChatMember", _get_member, "chat_id user_id"),
    Method("getChatAdministrators", _get_administrators, "chat_id return_bots"),
    Method("getChatMemberCount", _get_member_count, "chat_id"),
    Method("leaveChat", _leave, "chat_id"),
)
