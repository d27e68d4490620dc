"""Powers of attorney on the screen: the list, giving one, one with its paper."""
