"""Who answers, and how a second person puts a proposal into effect."""
