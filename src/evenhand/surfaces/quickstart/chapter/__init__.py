"""The parts of the story, in the order in which they are told."""
