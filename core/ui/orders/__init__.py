"""The screens of orders: the list, a new draft, one order with its list, its documents and its life."""
