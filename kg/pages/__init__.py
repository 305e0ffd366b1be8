"""A page's bytes → its text, lines, articles, joins and passages."""
