import "server-only";

export { countEntityHistory, entityHistory } from "./queries/entity-history";
export { listAudit } from "./queries/list-audit";
