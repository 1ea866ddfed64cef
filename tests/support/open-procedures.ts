/** Procedures that ask for no permission in a workspace, each with the reason. */
export const OPEN_PROCEDURES: Record<string, string> = {
  "access.setUp": "makes the first admin, and refuses once there is one",
  "access.findSignIn": "says how a domain signs in",
  "access.changePassword": "needs a session, and is about the person, not a workspace",
  "access.mySessions": "needs a session, and is about the person, not a workspace",
  "access.endMySession": "needs a session, and is about the person, not a workspace",
  "access.endMyOtherSessions": "needs a session, and is about the person, not a workspace",
  "access.acceptInvitation": "needs the secret of an invitation",
};
