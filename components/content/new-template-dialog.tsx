"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import type { StarterTemplate } from "@/contracts/content";
import { EmailFrame } from "../email-builder";
import { messageOf } from "../providers/api-errors";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

/** Chooses what a new template begins with, by picture. */
export function NewTemplateDialog() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  // In the address, so that the command palette can open it from anywhere.
  const [isOpen, setIsOpen] = useQueryState("new", parseAsBoolean.withDefault(false));
  const starters = useQuery(trpc.content.starters.queryOptions({}, { enabled: isOpen }));
  const create = useMutation(
    trpc.content.create.mutationOptions({
      onSuccess: ({ id }) => router.push(workspace.href(`content/${id}`)),
      onError: (error) => void toast.error(messageOf(error)),
    }),
  );
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => void setIsOpen(open || null)}
      title="New template"
      description="Everything can be changed afterwards, also the way it is written."
      trigger={<Button variant="primary">New template</Button>}
      className="max-w-240"
    >
      <ul className="grid grid-cols-2 gap-5 sm:grid-cols-4" aria-label="Starting points">
        {starters.data?.map((starter) => (
          <li key={starter.key}>
            <button
              type="button"
              disabled={create.isPending}
              className="group grid w-full gap-2 rounded-lg text-left"
              onClick={() =>
                create.mutate({
                  name: starter.key === "blocks" ? "New e-mail" : `New ${starter.name.toLowerCase()}`,
                  document: starter.document,
                })
              }
            >
              <StarterPicture starter={starter} />
              <span className="grid">
                <span className="font-semibold text-ink text-sm">{starter.name}</span>
                <span className="text-ink-2 text-xs">{starter.description}</span>
              </span>
            </button>
          </li>
        )) ?? <Skeleton className="h-48 w-full" />}
      </ul>
    </Dialog>
  );
}

/** How a starting point looks, drawn small. */
export function StarterPicture({ starter }: { starter: StarterTemplate }) {
  const client = useTRPCClient();
  const { slug } = useWorkspace();
  const preview = useQuery({
    queryKey: ["email-preview", slug, "starter", starter.key],
    queryFn: () => client.content.preview.mutate({ document: starter.document }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const html = preview.data?.email?.html;
  return (
    <span className="block overflow-hidden rounded-lg border border-line bg-sunken group-hover:border-brand">
      {html ? (
        <EmailFrame html={html} title={`Picture of ${starter.name}`} width={640} height={760} isStill />
      ) : (
        <Skeleton className="h-48 w-full" />
      )}
    </span>
  );
}
