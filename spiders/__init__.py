"""Step 2: where to look. Pages in, sightings out."""
