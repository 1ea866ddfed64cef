import "server-only";

export {
  endSession,
  endSessionsOf,
  findSession,
  openSession,
  type Session,
  workspacesOf,
} from "./processes/keep-session";
export { type PasswordSignIn, signInWithPassword } from "./processes/sign-in-with-password";
export { SESSION_SECONDS } from "./rules/session";
export { type Workspace, workspaceByNo, workspaceBySlug } from "./workspace";
