"""The user's own proof: their work in disguise, served, crawled and matched."""
