export { type ContactRow, type ContactVariables, contactVariables, fromRaw, type RawContactRow } from "./record";
