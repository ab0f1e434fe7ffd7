"""Bot API: changing and deleting messages, reactions, answers to presses."""

from sandbox import wire
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.markup import inline_only, markup_of
from sandbox.params import Params
from sandbox.refusals import NOT_MODIFIED, QUERY_TOO_OLD, bad_request, missing
from sandbox.registry import offer
from sandbox.state import JsonObject, Message
from sandbox.targets import message_of, open_chat_of
from sandbox.text_rules import utf16_length
from sandbox.texts import caption_of, text_of
from sandbox.world import World

TOAST_LIMIT = 200
DELETE_WITHIN_SECONDS = 48 * 3600
TARGET = "chat_id message_id reply_markup"
REACTIONS = frozenset(
    (
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 "
        "🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "
        "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 "
        "🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
    ).split()
)


def _own_message(world: World, params: Params) -> Message:
    if "chat_id" not in params or "message_id" not in params:
        raise missing("message_id")
    chat = open_chat_of(world, params)
    message = message_of(params, chat, "message to edit not found")
    if message.sender != world.bot.id or message.service is not None:
        raise bad_request("message can't be edited")
    return message


def _change(
    world: World,
    message: Message,
    text: str | None,
    entities: list[JsonObject],
    markup: JsonObject | None,
) -> object:
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    new = (text, entities, inline_only(markup))
    if new == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    if text != message.text or entities != message.entities:
        message.edited = world.unix_now()
    message.text, message.entities, message.markup = new
    world.changed(message)
    return wire.message(world, message)


@offer(
    "editMessageText",
    optional=f"{TARGET} text parse_mode entities link_preview_options",
)
def edit_message_text(world: World, params: Params) -> object:
    """Change a text; buttons not given again disappear."""
    message = _own_message(world, params)
    if message.media is not None or message.text is None:
        raise bad_request("there is no text in the message to edit")
    return _change(world, message, *text_of(params), markup_of(params))


@offer("editMessageCaption", optional=f"{TARGET} caption parse_mode caption_entities")
def edit_message_caption(world: World, params: Params) -> object:
    """Change or remove a caption."""
    message = _own_message(world, params)
    if message.media is None or message.media.kind in {"sticker", "video_note"}:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, *caption_of(params), markup_of(params))


@offer("editMessageReplyMarkup", optional=TARGET)
def edit_message_reply_markup(world: World, params: Params) -> object:
    """Change or remove inline buttons."""
    message = _own_message(world, params)
    return _change(world, message, message.text, message.entities, markup_of(params))


@offer("deleteMessage", required="chat_id message_id")
def delete_message(world: World, params: Params) -> object:
    """Delete a message younger than 48 hours; others' ones take an administrator with the right."""
    chat = open_chat_of(world, params)
    message = message_of(params, chat, "message to delete not found")
    old = world.unix_now() - message.date > DELETE_WITHIN_SECONDS
    own = message.sender == world.bot.id
    has_right = chat.type == "group" or chat.bot.can_delete_messages
    may = chat.bot.status == "administrator" and has_right
    allowed = not old and (own or chat.type == "private" or may)
    if not allowed or message.id in chat.topics:
        raise bad_request("message can't be deleted")
    world.delete(message)
    return True


@offer(
    "answerCallbackQuery",
    required="callback_query_id",
    optional="text show_alert url cache_time",
)
def answer_callback_query(world: World, params: Params) -> object:
    """Answer a press, once and in time, with at most 200 characters."""
    text = params.text("text")
    if utf16_length(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.press_to_answer(params.text("callback_query_id"))
    if press is None:
        raise bad_request(QUERY_TOO_OLD)
    press.settle(text, show_alert=params.flag("show_alert"))
    world.announce("answer")
    return True


@offer("setMessageReaction", required="chat_id message_id", optional="reaction is_big")
def set_message_reaction(world: World, params: Params) -> object:
    """Set or take back the bot's one reaction."""
    chat = open_chat_of(world, params)
    message = message_of(params, chat, "message to react not found")
    reactions = params.objects("reaction", "reaction types")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emojis = [str(one.get("emoji")).replace("\ufe0f", "") for one in reactions]
    if any(one.get("type") != "emoji" for one in reactions) or not REACTIONS.issuperset(emojis):
        raise bad_request("REACTION_INVALID")
    if emojis and not world.reactions_allowed(message):
        raise bad_request("REACTION_INVALID")
    message.reactions = emojis
    world.announce("reaction", message.chat, message.thread, message.id)
    return True


@offer("getFile", required="file_id")
def get_file(world: World, params: Params) -> object:
    """Return where a file of at most 20 MB can be downloaded."""
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
