"""What sellers do to a product photo: 32 edits, the scenes around them, and their sheet."""
