"""Process indicators on the screen: one page for leadership, one indicator with its chart, cut and rows."""
