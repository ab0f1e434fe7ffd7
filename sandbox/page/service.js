/** Service messages in words: what happened to a chat or a topic. */

const WORDS = {
  forum_topic_created: ({ name }) => `Создана тема «${name}»`,
  forum_topic_edited: ({ name }) => (name ? `Тема переименована: «${name}»` : "Тема изменена"),
  forum_topic_closed: () => "Тема закрыта",
  forum_topic_reopened: () => "Тема снова открыта",
  migrate_to_chat_id: () => "Группа стала супергруппой",
  migrate_from_chat_id: () => "Группа стала супергруппой",
};

/** A line for `service`, the part of a Bot API message that says what happened; null when nothing did. */
export function serviceLine(service) {
  if (!service) return null;
  const [kind, value] = Object.entries(service)[0] ?? [];
  return WORDS[kind]?.(value ?? {}) ?? "Служебное сообщение";
}
