"""Pages, sites and sitemaps that a user names."""
