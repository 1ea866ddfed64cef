import { randomBytes, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Permission, Role } from "@/contracts/access";
import { publicId } from "@/contracts/ids";
import {
  acceptInvitation,
  changeMemberRole,
  createRole,
  deleteRole,
  describeInvitation,
  endMemberSessions,
  endOwnSession,
  findSession,
  inviteMember,
  listInvitations,
  listMembers,
  listRoles,
  listSessions,
  openSession,
  removeMember,
  renewInvitation,
  revokeInvitation,
  setMemberStatus,
  updateRole,
} from "@/server/access";
import type { Ctx } from "@/server/platform/context";
import { pipelineSql } from "@/server/platform/db";
import { useTestDatabase } from "../../support/database";
import { createWorkspace } from "../../support/fixtures";
import { createPerson, slugOfWorkspace } from "../../support/sign-in";

const PASSWORD = "correct horse battery";
const anAddress = () => `${randomBytes(6).toString("hex")}@bright-bakery.example`;
const secretOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);
const newcomer = { name: "Grace Hopper", password: PASSWORD };

/** A real member of the workspace: the context acts as them, and their session opens it. */
async function member(workspace: Ctx, role: Role, email = anAddress()) {
  const userId = await createPerson(email, PASSWORD, [{ workspace, role }]);
  const [row] = await pipelineSql()<{ id: string }[]>`
    select id from members where workspace_no = ${workspace.workspaceNo} and user_id = ${userId}`;
  const uuid = row?.id ?? "";
  const browser = { userId, ssoWorkspaceNo: null, userAgent: "Firefox", replaces: null, now: new Date() };
  const sessionId = await openSession(browser);
  const slug = await slugOfWorkspace(workspace);
  const seen = async () => (await findSession(sessionId, slug, new Date()))?.member ?? null;
  const session = async () => {
    const found = await findSession(sessionId, slug, new Date());
    if (!found) throw new Error("no session");
    return found;
  };
  const ctx = async (): Promise<Ctx> => {
    const now = await seen();
    if (!now) throw new Error("not a member");
    const { role: builtIn, permissions } = now;
    return { ...workspace, actor: { type: "member", userId, memberId: uuid, name: "Ada", role: builtIn, permissions } };
  };
  return { email, userId, id: publicId("member", uuid), sessionId, seen, session, ctx };
}

describe("invitations", () => {
  useTestDatabase();

  it("let exactly the invited address in, with exactly the invited role, once", async () => {
    const ctx = await createWorkspace();
    const email = anAddress();
    const { link } = await inviteMember(ctx, { email, role: "content_editor" });
    const secret = secretOf(link);
    expect(await describeInvitation(secret, ctx.now)).toMatchObject({ state: "open", email, hasAccount: false });
    const stranger = await member(await createWorkspace(), "viewer");
    await expect(acceptInvitation({ secret }, await stranger.session(), ctx.now)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => acceptInvitation({ secret, account: newcomer }, null, ctx.now)),
    );
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const { data } = await listMembers(ctx, {});
    expect(data.map((one) => [one.email, one.role.id])).toEqual([[email, "content_editor"]]);
    expect(await describeInvitation(secret, ctx.now)).toEqual({ state: "accepted" });
    expect((await listInvitations(ctx, {})).data).toEqual([]);
  });

  it("are over after seven days, when taken back, and when a newer link was made", async () => {
    const ctx = await createWorkspace();
    const invite = async () => inviteMember(ctx, { email: anAddress(), role: "viewer" });
    const refusal = async (link: string, now = ctx.now) =>
      acceptInvitation({ secret: secretOf(link), account: newcomer }, null, now).then(
        () => "accepted",
        (error: Error) => error.message,
      );
    const old = await invite();
    expect(await refusal(old.link, new Date(ctx.now.getTime() + 7 * 86_400_000))).toMatch(/is over/);
    const renewed = await renewInvitation(ctx, { id: old.id });
    expect(await refusal(old.link)).toMatch(/does not exist/);
    expect(await refusal(renewed.link)).toBe("accepted");
    const revoked = await invite();
    await revokeInvitation(ctx, { id: revoked.id });
    expect(await refusal(revoked.link)).toMatch(/taken back/);
  });

  it("ask an address that has an account to sign in instead of making a second one", async () => {
    const ctx = await createWorkspace();
    const known = await member(await createWorkspace(), "viewer");
    const { link } = await inviteMember(ctx, { email: known.email.toUpperCase(), role: "analyst" });
    const secret = secretOf(link);
    await expect(acceptInvitation({ secret, account: newcomer }, null, ctx.now)).rejects.toThrow(/account already/);
    const [user] = await pipelineSql()`select password_hash from users where id = ${known.userId}`;
    await acceptInvitation({ secret }, await known.session(), ctx.now);
    expect(await pipelineSql()`select password_hash from users where id = ${known.userId}`).toEqual([user]);
    expect((await listMembers(ctx, {})).data[0]).toMatchObject({ email: known.email, role: { id: "analyst" } });
  });

  it("keep no secret: what the database has does not open anything", async () => {
    const ctx = await createWorkspace();
    const { link } = await inviteMember(ctx, { email: anAddress(), role: "viewer" });
    const rows = await pipelineSql()`select row_to_json(i)::text as row from invitations i`;
    expect(JSON.stringify(rows)).not.toContain(secretOf(link));
  });
});

describe("roles", () => {
  useTestDatabase();
  const hiring: Permission[] = ["member:read", "member:manage", "campaign:read"];

  it("of one's own count from the next request, also when they change", async () => {
    const ctx = await createWorkspace();
    const { id } = await createRole(ctx, { name: "Agency", permissions: ["campaign:read"] });
    const grace = await member(ctx, "viewer");
    await changeMemberRole(ctx, { id: grace.id, role: id });
    expect((await grace.seen())?.permissions).toEqual(["campaign:read"]);
    await updateRole(ctx, { id, name: "Agency", permissions: ["campaign:read", "segment:read"] });
    expect((await grace.seen())?.permissions).toEqual(["campaign:read", "segment:read"]);
    await expect(deleteRole(ctx, { id })).rejects.toThrow(/have this role/);
    await removeMember(ctx, { id: grace.id });
    await deleteRole(ctx, { id });
    expect((await listRoles(ctx, {})).data).toEqual([]);
  });

  it("cannot be used to give, invite with, or take away more than one holds", async () => {
    const ctx = await createWorkspace();
    const { id } = await createRole(ctx, { name: "Hiring", permissions: hiring });
    const recruiter = await member(ctx, "viewer");
    await changeMemberRole(ctx, { id: recruiter.id, role: id });
    const boss = await member(ctx, "marketing_admin");
    await member(ctx, "marketing_admin");
    const low = await recruiter.ctx();
    const refused = { code: "FORBIDDEN" };
    await expect(changeMemberRole(low, { id: recruiter.id, role: "marketing_admin" })).rejects.toMatchObject(refused);
    await expect(inviteMember(low, { email: anAddress(), role: "campaign_manager" })).rejects.toMatchObject(refused);
    await expect(createRole(low, { name: "More", permissions: ["campaign:launch"] })).rejects.toMatchObject(refused);
    await expect(
      updateRole(low, { id, name: "Hiring", permissions: [...hiring, "contact:delete"] }),
    ).rejects.toMatchObject(refused);
    await expect(changeMemberRole(low, { id: boss.id, role: id })).rejects.toMatchObject(refused);
    await expect(removeMember(low, { id: boss.id })).rejects.toMatchObject(refused);
    await expect(setMemberStatus(low, { id: boss.id, status: "suspended" })).rejects.toMatchObject(refused);
    await expect(endMemberSessions(low, { id: boss.id })).rejects.toMatchObject(refused);
    expect((await boss.seen())?.role).toBe("marketing_admin");
    const { id: forBoss } = await inviteMember(ctx, { email: anAddress(), role: "marketing_admin" });
    await expect(renewInvitation(low, { id: forBoss })).rejects.toMatchObject(refused);
  });

  it("of another workspace cannot be given", async () => {
    const ctx = await createWorkspace();
    const foreign = await createRole(await createWorkspace(), { name: "Agency", permissions: ["campaign:read"] });
    const grace = await member(ctx, "viewer");
    await expect(changeMemberRole(ctx, { id: grace.id, role: foreign.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(inviteMember(ctx, { email: anAddress(), role: foreign.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("members", () => {
  useTestDatabase();

  it("lose the workspace with the next request when suspended or removed, and come back by invitation", async () => {
    const ctx = await createWorkspace();
    const grace = await member(ctx, "analyst");
    await setMemberStatus(ctx, { id: grace.id, status: "suspended" });
    expect((await grace.seen())?.status).toBe("suspended");
    await setMemberStatus(ctx, { id: grace.id, status: "active" });
    await removeMember(ctx, { id: grace.id });
    expect(await grace.seen()).toBeNull();
    await expect(setMemberStatus(ctx, { id: grace.id, status: "active" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { link } = await inviteMember(ctx, { email: grace.email, role: "viewer" });
    await acceptInvitation({ secret: secretOf(link) }, await grace.session(), ctx.now);
    expect(await grace.seen()).toMatchObject({ role: "viewer", status: "active" });
  });

  it("always keep one active Marketing Admin, also when two demote each other at once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const ctx = await createWorkspace();
      const [a, b] = [await member(ctx, "marketing_admin"), await member(ctx, "marketing_admin")];
      const [asA, asB] = [await a.ctx(), await b.ctx()];
      const tries = await Promise.allSettled([
        changeMemberRole(asA, { id: b.id, role: "viewer" }),
        removeMember(asB, { id: a.id }),
      ]);
      const left = [await a.seen(), await b.seen()].filter((one) => one?.role === "marketing_admin");
      expect(left).toHaveLength(1);
      expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    }
  });
});

describe("sessions", () => {
  useTestDatabase();

  it("are seen and ended by their own person only", async () => {
    const ctx = await createWorkspace();
    const [grace, ada] = [await member(ctx, "viewer"), await member(ctx, "viewer")];
    const own = await listSessions(await grace.session(), new Date());
    expect(own).toMatchObject([{ isThisOne: true, userAgent: "Firefox" }]);
    await expect(endOwnSession(await grace.session(), ada.sessionId, new Date())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(endOwnSession(await grace.session(), randomUUID(), new Date())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await ada.seen()).not.toBeNull();
    await endOwnSession(await grace.session(), grace.sessionId, new Date());
    expect(await grace.seen()).toBeNull();
  });

  it("of somebody who belongs to another workspace too are not this workspace's to end", async () => {
    const ctx = await createWorkspace();
    const grace = await member(ctx, "viewer");
    const other = await createWorkspace();
    await pipelineSql()`insert into members (workspace_no, member_no, id, user_id, role)
      values (${other.workspaceNo}, 1, ${randomUUID()}, ${grace.userId}, 'viewer')`;
    expect(await endMemberSessions(ctx, { id: grace.id })).toEqual({ ended: 0, left: 1 });
    expect(await grace.seen()).not.toBeNull();
    await pipelineSql()`delete from members where workspace_no = ${other.workspaceNo}`;
    expect(await endMemberSessions(ctx, { id: grace.id })).toEqual({ ended: 1, left: 0 });
    expect(await grace.seen()).toBeNull();
  });
});
