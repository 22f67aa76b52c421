"""Commands of the program that are more than a few lines: parse, call, print. ``summarizer.cli`` puts them together."""
