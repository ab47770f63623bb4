"""The catalogue of controls: evidence kinds, roles and the requirements of seven instruments."""
