"""A page → why it was read as it was, for people who write rules: names, articles, relations, and what lost."""
