import "server-only";
import { z } from "zod";
import type { StarterTemplate } from "@/contracts/content";
import { defineQuery } from "@/server/platform/command";
import { STARTER_TEMPLATES } from "../starter-templates";

/** What a new template can begin with. */
export const listStarterTemplates = defineQuery({
  name: "template.starters",
  permission: "content:read",
  input: z.object({}),
  async run(): Promise<StarterTemplate[]> {
    return [...STARTER_TEMPLATES];
  },
});
