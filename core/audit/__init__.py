"""The trail that proves itself (clause 38): verify, anchors, who did what."""
