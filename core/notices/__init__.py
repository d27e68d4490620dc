"""The outbox: news for a person in the app, and by e-mail to who wishes it."""

from core.notices.acts import post, settled, tell
from core.notices.mail import outbox, send_waiting
from core.notices.reading import listed, read, unread

__all__ = ["listed", "outbox", "post", "read", "send_waiting", "settled", "tell", "unread"]
