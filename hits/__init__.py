"""Step 4: what was found, what people decided, how urgent it is."""
