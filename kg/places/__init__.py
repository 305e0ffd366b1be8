"""An official list of divisions → an index on disk → what it says of the streets and communities that pages name.

Nothing of it is needed to read pages: without an index every function here leaves things as they are.
"""
