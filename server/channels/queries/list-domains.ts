import "server-only";
import { z } from "zod";
import { idOf } from "@/contracts/ids";
import { defineQuery } from "@/server/platform/command";
import { loadDomain, loadDomains, toDomain } from "../domains";

/** Every sending domain with what was found when it was last looked at. */
export const listDomains = defineQuery({
  name: "sending-domain.list",
  permission: "provider:read",
  input: z.object({}),
  run: async (ctx, _input, tx) => ({ data: (await loadDomains(tx, ctx.workspaceNo)).map(toDomain) }),
});

export const getDomain = defineQuery({
  name: "sending-domain.get",
  permission: "provider:read",
  input: z.object({ domainId: idOf("sendingDomain") }),
  run: async (ctx, { domainId }, tx) => toDomain(await loadDomain(tx, ctx.workspaceNo, domainId)),
});
