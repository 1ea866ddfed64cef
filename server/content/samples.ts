import "server-only";
import type { EmailVariables } from "@/contracts/content";

/** Somebody to preview with when no contact is chosen. */
export function sampleVariables(workspace: { name: string; postalAddress: string | null }): EmailVariables {
  return {
    contact: {
      email: "robin.larsen@example.com",
      first_name: "Robin",
      last_name: "Larsen",
      locale: "en",
      time_zone: "Europe/Copenhagen",
    },
    campaign: { name: "Campaign name" },
    workspace: { name: workspace.name, postal_address: workspace.postalAddress ?? "" },
    unsubscribe_url: "https://example.com/unsubscribe",
    preferences_url: "https://example.com/preferences",
    view_url: "https://example.com/view",
  };
}
