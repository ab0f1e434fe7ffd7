"""Ready settings for the procedures: data only, one folder each."""
