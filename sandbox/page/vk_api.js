/** The control API of the sandbox's VK. Rejects as api.js does. */
import { call, post } from "./api.js";

const user = (id, action) => `vk/users/${encodeURIComponent(id)}/${action}`;
const desk = (admin, peer, action) => `vk/employees/${encodeURIComponent(admin)}/dialogs/${encodeURIComponent(peer)}/${action}`;

/** {community, users, dialogs, waiting}. */
export const getVk = () => call("GET", "vk/world");

/** Calls of the VK API above the number `after`, the `last` ones. */
export const getVkLedger = (after, last) => call("GET", `vk/ledger?after=${after}&last=${last}`);

/** {messages (oldest first), keyboard, typing, in_read, out_read, user} of the dialog with a user. */
export const getDialog = (peer) => call("GET", `vk/dialogs/${encodeURIComponent(peer)}`);

/** Write as a user; `field` "voice" sends the files as voice messages. */
export const write = (id, fields, files, field) => post(user(id, "messages"), fields, files, field);
export const edit = (id, message, text) => call("PATCH", user(id, `messages/${encodeURIComponent(message)}`), { text });

/** Press the button with this label under `message`, or under the field when it is null. */
export const press = (id, label, message) => post(user(id, "presses"), { label, message });
export const pressStart = (id) => call("POST", user(id, "start"));
export const openLink = (id, ref) => call("POST", user(id, "link"), { ref });

/** "allow" or "deny" the community to write; "read" all it has written; begin "typing". */
export const act = (id, action) => call("POST", user(id, action));

/** What an employee does in VK's own interface. */
export const answer = (admin, peer, fields, files) => post(desk(admin, peer, "messages"), fields, files);
export const editAnswer = (admin, peer, message, text) =>
  call("PATCH", desk(admin, peer, `messages/${encodeURIComponent(message)}`), { text });

const wall = (owner, more = "") => `vk/walls/${encodeURIComponent(owner)}${more}`;
const below = (owner, id, more = "") => wall(owner, `/posts/${encodeURIComponent(id)}/comments${more}`);

/** All walls, the community's first; one wall with its posts, the newest first, and what stands below them. */
export const getWalls = () => call("GET", "vk/walls");
export const getWall = (owner) => call("GET", wall(owner));

/** Post on a wall, comment below a post: as `user`, as `admin` in the community's name. */
export const publish = (owner, fields) => call("POST", wall(owner, "/posts"), fields);
export const comment = (owner, id, fields, files = []) => post(below(owner, id), fields, files);
export const editComment = (owner, id, number, text) => call("PATCH", below(owner, id, `/${encodeURIComponent(number)}`), { text });
export const deleteComment = (owner, id, number) => call("DELETE", below(owner, id, `/${encodeURIComponent(number)}`));
