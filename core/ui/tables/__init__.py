"""A list from described fields: search, filters, columns, order, pages, saved views, export of what is shown."""

from core.ui.tables.cells import computed, headed, plain_table
from core.ui.tables.listing import Listing, listing
from core.ui.tables.simple import pager, picked
from core.ui.tables.views import plain_views

__all__ = ["Listing", "computed", "headed", "listing", "pager", "picked", "plain_table", "plain_views"]
