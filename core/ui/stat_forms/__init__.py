"""Statistical forms on the screen: filled live, kept, changed."""
