import "server-only";

export { type Brand, brandOf } from "./brand";
export { addSsoDomain } from "./commands/add-sso-domain";
export { changeMemberRole } from "./commands/change-member-role";
export { createApiKey } from "./commands/create-api-key";
export { createSsoConnection } from "./commands/create-sso-connection";
export { enforceSso } from "./commands/enforce-sso";
export { inviteMember, renewInvitation, revokeInvitation } from "./commands/invite-member";
export { removeMember } from "./commands/remove-member";
export { removeSsoDomain } from "./commands/remove-sso-domain";
export { revokeApiKey } from "./commands/revoke-api-key";
export { createRole, deleteRole, updateRole } from "./commands/save-role";
export { setBreakGlass } from "./commands/set-break-glass";
export { setMemberStatus } from "./commands/set-member-status";
export { getBrand, updateBrand } from "./commands/update-brand";
export { updateWorkspace } from "./commands/update-workspace";
export { keyMakers } from "./key-makers";
export { acceptInvitation, describeInvitation } from "./processes/accept-invitation";
export { authenticateApiKey } from "./processes/authenticate-api-key";
export { changePassword, changePasswordInput } from "./processes/change-password";
export { deleteSsoConnection, updateSsoConnection } from "./processes/change-sso-connection";
export { createWorkspace } from "./processes/create-workspace";
export { forgetOldRows } from "./processes/forget-old-rows";
export {
  endSession,
  endSessionsOf,
  findSession,
  openSession,
  type Session,
  workspacesOf,
} from "./processes/keep-session";
export { endMemberSessions, endOwnSession, listSessions } from "./processes/manage-sessions";
export { ensureInstallation, isSetUp, setUpInstallation } from "./processes/set-up-installation";
export { type PasswordSignIn, signInWithPassword } from "./processes/sign-in-with-password";
export {
  findSignIn,
  findSsoConnection,
  recordSsoTest,
  type SsoSignInConnection,
  signInWithSso,
} from "./processes/sign-in-with-sso";
export { verifySsoDomain } from "./processes/verify-sso-domain";
export { getWorkspace } from "./queries/get-workspace";
export { listApiKeys } from "./queries/list-api-keys";
export { listInvitations } from "./queries/list-invitations";
export { listMembers } from "./queries/list-members";
export { listRoles } from "./queries/list-roles";
export { listSsoConnections } from "./queries/list-sso-connections";
export { SESSION_SECONDS } from "./rules/session";
export { readClaims } from "./rules/sso";
export { type Workspace, workspaceByNo, workspaceBySlug } from "./workspace";
export { workspaceCtx } from "./workspace-ctx";
