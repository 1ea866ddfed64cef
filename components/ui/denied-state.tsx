import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type DeniedStateProps = {
  /** What cannot be seen or done here: "see campaign reports". */
  what: string;
  /** The missing permission, as written in roles: "campaign:read". */
  permission: string;
  /** Names of people or roles who can grant it. */
  grantedBy: readonly string[];
  /** The Request access button. */
  action?: ReactNode;
  className?: string;
};

/** Says which permission is missing and who can give it; never pretends the page does not exist. */
export function DeniedState({ what, permission, grantedBy, action, className }: DeniedStateProps) {
  const people = new Intl.ListFormat("en", { type: "disjunction" }).format(grantedBy);
  return (
    <div
      data-slot="denied-state"
      className={cn("grid max-w-140 justify-items-start gap-3 border-line-strong border-y py-6", className)}
    >
      <p className="type-title flex items-center gap-2 text-ink text-lg">
        <Lock className="size-4 stroke-[1.5]" aria-hidden="true" />
        Your role cannot {what}
      </p>
      <p className="text-ink-2 text-sm">
        It needs <code className="rounded-xs bg-sunken px-1 py-0.5 font-mono text-ink text-xs">{permission}</code>.{" "}
        {grantedBy.length > 0 ? `${people} can grant it.` : "A workspace admin can grant it."}
      </p>
      {action}
    </div>
  );
}
