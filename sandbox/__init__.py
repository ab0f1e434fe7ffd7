"""A local Telegram: people, chats and the Bot API over HTTP, for trying and testing the bot."""
