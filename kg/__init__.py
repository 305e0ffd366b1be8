"""Linpu 邻谱: a knowledge graph of Chinese neighbourhood news in which each fact leads to the words that prove it."""

__version__ = "0.1.0"
