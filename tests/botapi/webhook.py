"""The webhook: where updates would be sent instead of being fetched. Nothing is sent here, but it keeps a bot from polling."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botapi.errors import BadRequest
from botapi.methods import Method
from botapi.parameters import Parameters

if TYPE_CHECKING:
    from botapi.state import State

_PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_USUAL_CONNECTIONS = 40
_MOST_CONNECTIONS = 100


@dataclass(frozen=True)
class Webhook:
    """A webhook as it was set; the error is the last one that Telegram met there, and `error_date` its date."""

    url: str
    secret_token: str = ""
    max_connections: int = _USUAL_CONNECTIONS
    ip_address: str = ""
    has_custom_certificate: bool = False
    error: str = ""
    error_date: int = 0

    def json(self) -> dict[str, Any]:
        """What getWebhookInfo tells of it."""
        body: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": self.has_custom_certificate,
            "max_connections": self.max_connections,
        }
        if self.ip_address:
            body["ip_address"] = self.ip_address
        if self.error:
            body |= {"last_error_date": self.error_date, "last_error_message": self.error}
        return body


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname == "127.0.0.1":
        # A bot under test has no certificate, and listens where it can.
        return url
    if parts.scheme != "https":
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    try:
        is_usual = (parts.port or 443) in _PORTS
    except ValueError:
        is_usual = False
    if not is_usual:
        raise BadRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return url


def _set_webhook(state: "State", given: Parameters) -> bool:
    url = given.text("url")
    if not _SECRET.fullmatch(given.text("secret_token")):
        raise BadRequest("secret token contains unallowed characters")
    webhook = (
        Webhook(
            _checked_url(url),
            secret_token=given.text("secret_token"),
            max_connections=min(max(given.integer("max_connections", _USUAL_CONNECTIONS), 1), _MOST_CONNECTIONS),
            ip_address=given.text("ip_address"),
            has_custom_certificate="certificate" in given.uploads,
        )
        if url
        else None
    )
    state.updates.allow(given.nested("allowed_updates"))
    return _replace(state, given, webhook)


def _delete_webhook(state: "State", given: Parameters) -> bool:
    return _replace(state, given, None)


def _replace(state: "State", given: Parameters, webhook: Webhook | None) -> bool:
    if given.flag("drop_pending_updates"):
        state.updates.drop()
    state.updates.webhook = webhook
    return True


def _get_webhook_info(state: "State", _given: Parameters) -> dict[str, Any]:
    webhook = state.updates.webhook
    info = webhook.json() if webhook else {"url": "", "has_custom_certificate": False}
    info["pending_update_count"] = len(state.updates.waiting())
    if state.updates.allowed:
        info["allowed_updates"] = list(state.updates.allowed)
    return info


METHODS = (
    Method(
        "setWebhook",
        _set_webhook,
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    Method("deleteWebhook", _delete_webhook, "drop_pending_updates"),
    Method("getWebhookInfo", _get_webhook_info),
)
