"""Extracts from orders: those not printed yet, for the students' files (clauses 20, 42)."""

from __future__ import annotations

from core.ui.orders import extracts
from core.ui.page import enter, go, title

desk = enter("order.read", "order")
go("pages/orders.py", "orders_ui.title", "arrow_back")
title("extracts.title", "extracts.title_hint")
extracts.screen(desk)
