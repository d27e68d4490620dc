"""Final attestation on the screen."""
