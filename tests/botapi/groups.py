"""Groups, forums and channels: who is there, what happens to the bot in them, and what a test sees of it there."""

import zlib
from itertools import count
from typing import Any, Unpack

from botapi.entities import FormattedText
from botapi.files import picture
from botapi.members import Membership
from botapi.messages import CHANNEL_BOT, GROUP_ANONYMOUS_BOT, BotMessage, Chat, Identity, Message, excerpt
from botapi.onlookers import Onlooker
from botapi.people import Person, Where
from botapi.state import State

_ICON_COLOR = 0x6FB9F0
_OTHER_BOTS = 6_000_000_000


class Member(Person):
    """A person's seat in a group or a channel. When the group becomes a supergroup, the seat is in that one."""

    def __repr__(self) -> str:
        return f"Member({self.identity.first_name!r} in {self.chat.title!r}, id={self.id})"

    @property
    def membership(self) -> Membership:
        """What the person is in the chat."""
        return self._room().members[self.id]

    def _is_administrator(self) -> bool:
        return self.membership.is_administrator

    def speaks_as(self) -> tuple[Identity, Chat | None]:
        """Whom the person's messages are from; anonymous administrators have the chat speak."""
        if not self.membership.may_write or self.chat.is_channel:
            self._fail(f"cannot write in {self.chat.title!r}")
        return (GROUP_ANONYMOUS_BOT, self.chat) if self.membership.is_anonymous else (self.identity, None)

    def does(self, deed: str) -> None:
        """Record what the person does, and where."""
        super().does(f"{deed} in {self.chat.title!r}")


class _Community(Onlooker):
    """A chat of many: people come in, and the bot is brought in and thrown out."""

    def __init__(self, state: State, chat: Chat) -> None:
        super().__init__(state, chat, str(chat.title))
        self._seats: dict[int, Member] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.chat.title!r}, id={self.id})"

    @property
    def id(self) -> int:
        """The identifier of the chat."""
        return self.chat.id

    def admits(self, user: Person, status: str = "member", *, anonymous: bool = False) -> Member:
        """Let a person in, of which the bot is told nothing; anonymous administrators speak as the group."""
        with self._state.lock:
            self.does(f"admits {user.identity.first_name} as {status}")
            self._room().members[user.id] = Membership(user.identity, status, anonymous)
            self._state.chats.meet(user.identity)
            return self._seats.setdefault(user.id, Member(self._state, self.chat, user.identity))

    def sets_status(self, member: Member, status: str) -> None:
        """Change what a person is here; only a bot that is an administrator and asks for chat_member gets an update."""
        with self._state.lock:
            self.does(f"makes {member.identity.first_name} {status}")
            anonymous = member.membership.is_anonymous and status in {"administrator", "creator"}
            self._state.member_becomes(self._room(), GROUP_ANONYMOUS_BOT, Membership(member.identity, status, anonymous))

    def removes_bot(self, by: Member) -> None:
        """Throw the bot out for good."""
        self._changes_bot(by, "removes", "kicked")

    def promotes_bot(self, by: Member) -> None:
        """Make the bot an administrator."""
        self._changes_bot(by, "promotes", "administrator")

    def demotes_bot(self, by: Member) -> None:
        """Make the bot a member like any other."""
        self._changes_bot(by, "demotes", "member")

    def _leader(self) -> tuple[Identity, Chat | None]:
        """Who does what it takes an administrator to do: the first of them, or else one without a name."""
        leaders = (seat for seat in self._seats.values() if seat.membership.is_administrator)
        return next((leader.speaks_as() for leader in leaders), (GROUP_ANONYMOUS_BOT, self.chat))

    def _changes_bot(self, by: Member, deed: str, status: str) -> None:
        with self._state.lock:
            by.does(f"{deed} the bot")
            self._state.bot_becomes(self._room(), by.identity, status)


class Group(_Community):
    """A group or supergroup, seen by somebody who writes nothing and reads everything."""

    def hears_from_channel(self, channel: "Channel", text: str, **where: Unpack[Where]) -> Message:
        """Somebody writes on behalf of a channel."""
        return self._hears(channel.chat.title, CHANNEL_BOT, text, {"sender_chat": channel.chat}, where)

    def hears_from_bot(self, name: str, text: str, **where: Unpack[Where]) -> Message:
        """Another bot writes, which the bot gets to know whatever the privacy mode; Telegram asks for a setting first."""
        bot = Identity(
            _OTHER_BOTS + zlib.crc32(name.encode()), name, is_bot=True, username=f"{name.lower().replace(' ', '_')}_bot"
        )
        return self._hears(name, bot, text, {"is_surely_heard": True}, where)

    def adds_bot(self, by: Member, *, as_admin: bool = False) -> None:
        """Bring the bot in, which is told twice: that it is a member now, and in a service message."""
        self._changes_bot(by, "adds", "administrator" if as_admin else "member")
        with self._state.lock:
            bot = self._state.account.identity.json()
            self._state.announce(self._room(), *by.speaks_as(), {"new_chat_members": [bot]})

    def restricts_bot(self, by: Member) -> None:
        """Forbid the bot to write; only supergroups can."""
        if self.chat.type != "supergroup":
            self._fail("only supergroups restrict members")
        self._changes_bot(by, "restricts", "restricted")

    def frees_bot(self, by: Member) -> None:
        """Let the bot write again."""
        self._changes_bot(by, "frees", "member")

    def _hears(self, who: str | None, sender: Identity, text: str, content: dict[str, Any], where: Where) -> Message:
        with self._state.lock:
            self._state.journal.deed(str(who), f"says {excerpt(text)} in {self.chat.title!r}")
            return self._state.receive(self._room(), sender, FormattedText(text), **content, **where)

    # Topics.

    def opens_topic(self, name: str) -> int:
        """Open a topic of a forum; its message_thread_id."""
        with self._state.lock:
            self.does(f"opens the topic {name!r}")
            if not self.chat.is_forum:
                self._fail("only forums have topics")
            opened = {"forum_topic_created": {"name": name, "icon_color": _ICON_COLOR}}
            return self._state.announce(self._room(), *self._leader(), opened, opens_topic=True).message_id

    def closes_topic(self, topic: int) -> None:
        """Leave a topic to administrators."""
        self._turns(topic, closed=True)

    def reopens_topic(self, topic: int) -> None:
        """Let everybody write into a topic again."""
        self._turns(topic, closed=False)

    def deletes_topic(self, topic: int) -> None:
        """Delete a topic with all that was said in it, which the bot is not told."""
        with self._state.lock:
            self.does(f"deletes the topic {topic}")
            room = self._room()
            del room.topics[topic]
            for message in [message for message in room.messages.values() if message.topic == topic]:
                del room.messages[message.message_id]

    def _turns(self, topic: int, *, closed: bool) -> None:
        with self._state.lock:
            self.does(f"{'closes' if closed else 'reopens'} the topic {topic}")
            room = self._room()
            room.topics[topic].is_closed = closed
            service: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
            self._state.announce(room, *self._leader(), service, topic=topic)

    # What else becomes of a group.

    def announces(self, **service: Any) -> Message:
        """Show a service message, such as `new_chat_title="Friends"`; they reach the bot whatever the privacy mode."""
        with self._state.lock:
            self.does(f"announces {excerpt(service)}")
            return self._state.announce(self._room(), *self._leader(), service)

    def discusses(self, channel: "Channel") -> None:
        """Be the place where the posts of a channel are talked about: from now on they are forwarded here."""
        with self._state.lock:
            room, other = self._room(), self._state.chats.room(channel.chat)
            room.linked, other.linked = other, room

    def forward_of(self, post: Message | BotMessage) -> Message:
        """A post of the channel as it stands here."""
        with self._state.lock:
            room = self._room()
            return room.messages[room.forwards[post.message_id]]

    def upgrades(self, *, rejoins: bool = False) -> "Group":
        """Become a supergroup, which is another chat with the same members.

        With `rejoins`, the bot is also told that it has come into the new chat, as Telegram does (tdlib/telegram-bot-api#266).
        """
        with self._state.lock:
            self.does("becomes a supergroup")
            old = self._room()
            leader, _ = self._leader()
            group = Group(self._state, Chat(self._state.chats.next_id("supergroup"), "supergroup", title=self.chat.title))
            new = group._room()
            new.ids, new.members, group._seats = count(1), old.members, self._seats
            for seat in self._seats.values():
                seat.chat = group.chat
            self._state.announce(old, leader, None, {"migrate_to_chat_id": group.id})
            old.upgraded_to = new
            if rejoins and old.has_bot:
                self._state.bot_becomes(new, leader, old.bot_status)
            new.bot_status, new.met = old.bot_status, old.met
            self._state.announce(new, GROUP_ANONYMOUS_BOT, group.chat, {"migrate_from_chat_id": self.id})
            return group


class Channel(_Community):
    """A channel, seen by a subscriber."""

    def posts(self, text: str, *, photo: bool = False, signed: str | None = None) -> Message:
        """Publish something, in the name of the channel; `signed` is the author that the channel shows."""
        with self._state.lock:
            self.does(f"posts {excerpt(text)}")
            attachment = {"photo": self._state.files.keep(picture()).json()} if photo else {}
            content: dict[str, Any] = {"sender_chat": self.chat, "signature": signed, "attachment": attachment}
            return self._state.receive(self._room(), None, FormattedText(text), **content)

    def edits(self, post: Message, text: str) -> Message:
        """Change the text, or the caption, of a post."""
        with self._state.lock:
            self.does(f"edits post {post.message_id}: {excerpt(text)}")
            return self._state.revise(self._room(), post, text)

    def adds_bot(self, by: Member) -> None:
        """Bring the bot in; in a channel it can only be an administrator."""
        self._changes_bot(by, "adds", "administrator")
