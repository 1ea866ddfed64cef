import "server-only";

export { listAudit } from "./queries/list-audit";
