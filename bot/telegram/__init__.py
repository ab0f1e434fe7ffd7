"""The Telegram channel: receiving, reading, sending. Nothing else here knows aiogram."""
