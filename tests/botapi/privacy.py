"""Which messages of a group reach a bot: Telegram's privacy mode."""

from botapi.messages import Identity, Message


def is_meant_for(bot: Identity, message: Message) -> bool:
    """Whether a bot in privacy mode gets the message.

    It gets commands, whomever they name, mentions of itself, replies to what it said, what was sent by way of it, and
    service messages. Commands that name another bot are more than Telegram delivers: a bot has to let them alone by itself.
    """
    return (
        bool(message.service)
        or message.text.startswith("/")
        or (message.via_bot is not None and message.via_bot.id == bot.id)
        or (message.reply_to is not None and message.reply_to.is_own)
        or _is_mentioned(bot, message)
    )


def _is_mentioned(bot: Identity, message: Message) -> bool:
    name = f"@{bot.username}".lower()
    return any(
        entity.of(message.text).lower() == name if entity.type == "mention" else (entity.user or {}).get("id") == bot.id
        for entity in message.entities
    )
