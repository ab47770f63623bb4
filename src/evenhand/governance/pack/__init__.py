"""Evidence packs: one file from which an outsider checks a release without evenhand and without a network."""
