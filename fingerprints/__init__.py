"""Step 1: what is protected, and who was given it."""
