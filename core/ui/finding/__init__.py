"""The search box that every page has: drawn by the frame, opened by a key, answered beside the page (core/web/finding).

What is chosen comes back as a trigger, so the page is changed inside the same session and nothing typed elsewhere in
the tab is lost.
"""

from core.ui.finding.box import remembered, search_field

__all__ = ["remembered", "search_field"]
