/** The community's messages in VK's own interface: an employee answers there, past the moderator chat. */
import { createChat } from "./chat.js";
import { byId } from "./dom.js";
import { asEmployee } from "./vk.js";
import { drawMarks } from "./vk_marks.js";
import { createWho } from "./who.js";

/** Returns what staff.js and main.js need: open, focus, refresh, setVk, onChange. */
export function createVkDesk() {
  const slot = byId("vk-desk-chat");
  let community = null;
  const admins = createWho(byId("vk-admin-who"), "vk-admin", open);
  const clients = createWho(byId("vk-desk-who"), "vk-dialog", open);
  const place = () => ({ person: -community?.id, peer: clients.chosen()?.id, admin: admins.chosen()?.id, group: null });
  const chat = createChat(slot, asEmployee, place, drawn);

  async function open() {
    const [client, admin] = [clients.chosen(), admins.chosen()];
    if (!client || !admin) return;
    await chat.open(`vk ${admin.id} ${client.id}`,
      `Ответ во ВКонтакте, клиент: ${client.name}, отвечает: ${admin.name}`, `Диалог сообщества во ВКонтакте: ${client.name}`);
  }

  function drawn(messages, dialog) {
    chat.sayEmpty(messages.length ? "" : "Этот человек сообществу ещё не писал. Первым написать ему нельзя: таково правило ВКонтакте.");
    drawMarks(slot, dialog.out_read);
  }

  return {
    open, focus: chat.focus, refresh: chat.refresh,
    setVk(vk) {
      community = vk.community;
      const shown = (role) => vk.users.filter((user) => user.role === role).map(({ id, name }) => ({ id, name }));
      admins.setPeople(shown("staff"));
      clients.setPeople(shown("client"));
    },
    /** True when the change concerns the dialog on the screen. */
    onChange: (change) => change.chat === clients.chosen()?.id && slot.checkVisibility(),
  };
}
