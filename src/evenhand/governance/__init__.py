"""Rules, people and the record; nothing here knows a metric's formula."""
