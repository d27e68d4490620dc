"""What every day in the browser shares."""

from __future__ import annotations

from playwright.sync_api import expect

expect.set_options(timeout=60_000)  # a machine that runs two browsers and two databases is late, not wrong
