"""The local Bot API server: what keeps a bot from fetching its updates, and what time it is there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import telegram

from botapi.client import Client
from botapi.server import BotApiServer

ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def test_a_webhook_stands_in_the_way(server: BotApiServer, bot: Client) -> None:
    """While a webhook is set, updates wait and cannot be fetched."""
    server.user("Ben").says("hi")
    server.sets_webhook("https://a.example/hook", error="Connection refused")
    info = telegram.WebhookInfo.de_json(bot("getWebhookInfo"), bot=None)
    assert (info.url, info.pending_update_count, info.last_error_message) == ("https://a.example/hook", 1, "Connection refused")
    assert info.last_error_date
    answer = bot.post("getUpdates")
    assert (answer["error_code"], answer["description"]) == (409, ACTIVE)
    assert bot("deleteWebhook")
    assert bot("getWebhookInfo") == {"url": "", "has_custom_certificate": False, "pending_update_count": 1}
    assert len(bot("getUpdates")) == 1


def test_a_webhook_ends_polls(server: BotApiServer, bot: Client) -> None:
    """A poll that runs when a webhook is set ends with 409."""
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot.refused, "getUpdates", timeout=8)
        server.ready()
        server.sets_webhook("https://a.example/hook")
        assert poll.result(timeout=3) == "Conflict: terminated by setWebhook request"


def test_the_bot_sets_a_webhook(server: BotApiServer, bot: Client) -> None:
    """A webhook keeps what was said of it; an empty address removes it."""
    server.user("Ben").says("hi")
    url = "https://a.example:8443/hook"
    bot("setWebhook", url=url, max_connections=500, allowed_updates=["message"], secret_token="a-Z_9", ip_address="192.0.2.1")
    assert bot("getWebhookInfo") == {
        "url": url,
        "has_custom_certificate": False,
        "pending_update_count": 1,
        "ip_address": "192.0.2.1",
        "max_connections": 100,
        "allowed_updates": ["message"],
    }
    bot.http.post(bot.address("setWebhook"), data={"url": "http://127.0.0.1:9"}, files={"certificate": b"a"})
    assert bot("getWebhookInfo")["has_custom_certificate"] is True
    bot("setWebhook", url="", drop_pending_updates=True)
    assert bot("getUpdates") == []
    assert not server.violations


@pytest.mark.parametrize(
    ("given", "description"),
    [
        ({"url": "http://a.example"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.example:8080"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://a.example:99999"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://a.example", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
def test_bad_webhooks_are_refused(bot: Client, given: dict[str, Any], description: str) -> None:
    """Addresses that Telegram would not write to are refused, and nothing changes."""
    assert bot.refused("setWebhook", **given) == f"Bad Request: {description}"
    assert bot("getWebhookInfo")["url"] == ""


def test_another_copy_ends_polls(server: BotApiServer, bot: Client) -> None:
    """As long as another copy of the bot polls, all polls end with 409, and no update is lost."""
    with ThreadPoolExecutor() as pool:
        poll = pool.submit(bot.refused, "getUpdates", timeout=8)
        server.ready()
        server.another_copy_polls()
        assert poll.result(timeout=3) == OTHER
    server.user("Ben").says("hi")
    assert bot.refused("getUpdates", timeout=8) == OTHER
    server.other_copy_stops()
    assert len(bot("getUpdates")) == 1


def test_answers_tell_the_time(server: BotApiServer, bot: Client) -> None:
    """Each answer has one Date header with the server's time, which can be wrong."""

    def ahead(path: str = "") -> float:
        dates = bot.http.get(f"{server.url}/{path}").headers.get_list("date")
        assert len(dates) == 1
        return (parsedate_to_datetime(dates[0]) - datetime.now(UTC)).total_seconds()

    assert abs(ahead()) < 5
    server.clock_differs(-3600)
    assert abs(ahead(f"bot{server.token}/getMe") + 3600) < 5
    server.outage()
    assert abs(ahead(f"bot{server.token}/getMe") + 3600) < 5


def test_the_library_sets_a_webhook(server: BotApiServer) -> None:
    """python-telegram-bot sets webhooks here, reads them and is refused to poll, using no unknown parameter."""

    async def talk() -> None:
        async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
            assert await bot.set_webhook("https://a.example", certificate=b"a", max_connections=1, secret_token="a")
            assert (await bot.get_webhook_info()).has_custom_certificate
            with pytest.raises(telegram.error.Conflict, match="webhook is active"):
                await bot.get_updates()
            assert await bot.delete_webhook(drop_pending_updates=True)
            assert await bot.get_updates() == ()

    asyncio.run(talk())
    assert server.violations == ()
