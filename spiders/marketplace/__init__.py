"""Shops and marketplaces: what a page says about the product it offers."""
