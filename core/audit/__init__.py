"""The trail that proves itself: verify, anchors, who did what."""
