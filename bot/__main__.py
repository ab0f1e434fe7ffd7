"""`python -m bot …` is `otklik …`."""

from bot.cli import main

if __name__ == "__main__":
    main()
