"""How people and programs reach evenhand."""
