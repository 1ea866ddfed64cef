import "server-only";

export { openUnsubscribePage, viewMessage } from "@/server/delivery";
