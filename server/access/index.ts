import "server-only";

export { createApiKey } from "./commands/create-api-key";
export { revokeApiKey } from "./commands/revoke-api-key";
export { updateWorkspace } from "./commands/update-workspace";
export { authenticateApiKey } from "./processes/authenticate-api-key";
export { createWorkspace } from "./processes/create-workspace";
export {
  endSession,
  endSessionsOf,
  findSession,
  openSession,
  type Session,
  workspacesOf,
} from "./processes/keep-session";
export { ensureInstallation, isSetUp, setUpInstallation } from "./processes/set-up-installation";
export { type PasswordSignIn, signInWithPassword } from "./processes/sign-in-with-password";
export { findSignIn, findSsoConnection, type SsoSignInConnection, signInWithSso } from "./processes/sign-in-with-sso";
export { getWorkspace } from "./queries/get-workspace";
export { listApiKeys } from "./queries/list-api-keys";
export { listMembers } from "./queries/list-members";
export { SESSION_SECONDS } from "./rules/session";
export { readClaims } from "./rules/sso";
export { workspaceCtx } from "./workspace-ctx";
export { type Workspace, workspaceByNo, workspaceBySlug } from "./workspace";
