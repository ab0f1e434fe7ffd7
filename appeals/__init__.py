"""The rules of an appeal: pure, knowing nothing of platforms, databases or clocks."""
