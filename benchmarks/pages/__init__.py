"""How much of a product page the generic reader finds, on labelled real pages."""
