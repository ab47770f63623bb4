"""How each kind of model file is read and asked. Runs in the child of ``adapters.runner`` only."""
