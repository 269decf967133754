"""Code hosts."""
