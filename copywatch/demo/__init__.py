"""A small world on loopback, written and drawn by us, that shows the main job."""
