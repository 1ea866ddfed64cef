export { deleteContacts } from "./commands/delete-contacts";
