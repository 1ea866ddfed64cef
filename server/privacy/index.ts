export { deleteContacts } from "./commands/delete-contacts";
export { removePeople } from "./remove";
