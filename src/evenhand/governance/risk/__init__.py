"""How much can go wrong: the tiering questionnaire, the class that it leads to, the tier of materiality."""
