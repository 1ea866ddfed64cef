import { ID_PREFIXES, type IdKind, publicId } from "@/contracts/ids";

/** How an actor is called on screen. `known` is the name of the member or key, while it exists. */
export function nameActor(type: string, id: string | null, known: string | null): string {
  switch (type) {
    case "member":
      return known ?? "A former member";
    case "api_key":
      return known ? `API key ${known}` : "An API key";
    case "recipient":
      return "The recipient";
    case "job":
      return `Carillon (${id ?? "job"})`;
    default:
      return id ?? type;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isIdKind = (text: string): text is IdKind => text in ID_PREFIXES;

/** The public id of an audited thing; other ids are shown as they were written. */
export const publicEntityId = (entityType: string, entityId: string | null): string | null =>
  entityId && isIdKind(entityType) && UUID.test(entityId) ? publicId(entityType, entityId) : entityId;
