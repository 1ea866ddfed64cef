import "server-only";
import {
  addSsoDomain,
  createApiKey,
  createSsoConnection,
  deleteSsoConnection,
  getWorkspace,
  listApiKeys,
  listMembers,
  listSsoConnections,
  removeSsoDomain,
  revokeApiKey,
  updateSsoConnection,
  updateWorkspace,
  verifySsoDomain,
} from "@/server/access";
import { listAudit } from "@/server/audit";
import { restRoute } from "../route";

const sso = "/sso/connections";

export const accessRoutes = [
  restRoute(getWorkspace, { method: "GET", path: "/workspace", summary: "Read the workspace", tag: "Workspace" }),
  restRoute(updateWorkspace, {
    method: "PATCH",
    path: "/workspace",
    summary: "Change name, time zone, currency, locale or postal address",
    tag: "Workspace",
  }),
  restRoute(listMembers, { method: "GET", path: "/members", summary: "List members", tag: "Workspace" }),
  restRoute(listAudit, {
    method: "GET",
    path: "/audit",
    summary: "Read the audit log, newest first",
    tag: "Workspace",
  }),
  restRoute(listApiKeys, { method: "GET", path: "/api-keys", summary: "List API keys", tag: "API keys" }),
  restRoute(createApiKey, {
    method: "POST",
    path: "/api-keys",
    summary: "Create an API key; its secret is in this answer only",
    tag: "API keys",
  }),
  restRoute(revokeApiKey, {
    method: "DELETE",
    path: "/api-keys/{id}",
    summary: "Revoke an API key",
    tag: "API keys",
    status: 204,
  }),
  restRoute(listSsoConnections, { method: "GET", path: sso, summary: "List OpenID providers", tag: "Single sign-on" }),
  restRoute(createSsoConnection, {
    method: "POST",
    path: sso,
    summary: "Add an OpenID provider",
    tag: "Single sign-on",
  }),
  restRoute(updateSsoConnection, {
    method: "PATCH",
    path: `${sso}/{id}`,
    summary: "Change an OpenID provider",
    tag: "Single sign-on",
  }),
  restRoute(deleteSsoConnection, {
    method: "DELETE",
    path: `${sso}/{id}`,
    summary: "Remove an OpenID provider",
    tag: "Single sign-on",
    status: 204,
  }),
  restRoute(addSsoDomain, {
    method: "POST",
    path: `${sso}/{id}/domains`,
    summary: "Name an e-mail domain to prove",
    tag: "Single sign-on",
  }),
  restRoute(verifySsoDomain, {
    method: "POST",
    path: `${sso}/{id}/domains/{domain}/verify`,
    summary: "Look for the proof of a domain in DNS",
    tag: "Single sign-on",
    status: 200,
  }),
  restRoute(removeSsoDomain, {
    method: "DELETE",
    path: `${sso}/{id}/domains/{domain}`,
    summary: "Take a domain from an OpenID provider",
    tag: "Single sign-on",
    status: 204,
  }),
];
