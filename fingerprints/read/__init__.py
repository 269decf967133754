"""Reads files of every sort into contents; pure, and refuses in plain words."""

from fingerprints.read.files import data_list, load, parts, parts_list
from fingerprints.read.files import read as data
from fingerprints.read.guess import guess
from fingerprints.read.tree import tree

__all__ = ["data", "data_list", "guess", "load", "parts", "parts_list", "tree"]
