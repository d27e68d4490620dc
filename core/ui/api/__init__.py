"""Keys of other systems on the screen: the list, giving one, what one opens."""
