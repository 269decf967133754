"""Trade shows: exhibitor lists."""
