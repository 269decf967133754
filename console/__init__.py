"""Step 6: the web console. It reads and decides, and computes nothing itself."""
