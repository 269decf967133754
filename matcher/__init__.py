"""Step 3: is what was seen alike? Pure functions from contents to matches."""
