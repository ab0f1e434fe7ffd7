"""`otklik doctor`: what was checked, what is wrong, and what exactly to press to put it right."""
