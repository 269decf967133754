"""Numbered steps; one that was released is never edited."""
