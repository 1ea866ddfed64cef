"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCClientErrorLike,
} from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/api/trpc/root";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export { useTRPC, useTRPCClient };

/** The error a failed query or mutation carries; `error.data?.body` is the one error body of contracts/errors.ts. */
export type ApiError = TRPCClientErrorLike<AppRouter>;

const MAX_BATCH = 20;

/** Refusals are answers, not accidents: asking again gives the same one. */
function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof TRPCClientError && (error.data?.httpStatus ?? 500) < 500) return false;
  return failures < 2;
}

const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 20_000, retry: shouldRetry, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });

/**
 * tRPC, the server cache and the workspace they speak for. Queries and mutations are batched over HTTP with the
 * workspace in a header; subscriptions are server-sent events, where it travels as a connection parameter.
 */
export function AppProviders({ workspace, children }: { workspace: string | null; children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(() => {
    const headers = { "x-carillon-request": "1", ...(workspace && { "x-carillon-workspace": workspace }) };
    return createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (op) => op.type === "subscription",
          true: httpSubscriptionLink({
            url: "/api/trpc",
            transformer: superjson,
            connectionParams: () => (workspace ? { workspace } : {}),
          }),
          false: httpBatchLink({
            url: "/api/trpc",
            transformer: superjson,
            headers,
            maxItems: MAX_BATCH,
            methodOverride: "POST",
          }),
        }),
      ],
    });
  });
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
