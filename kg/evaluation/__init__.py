"""Labels and what the extractor found → tallies of right and wrong, one file per thing that is measured."""
