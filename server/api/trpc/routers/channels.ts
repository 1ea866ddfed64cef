import "server-only";
import {
  createProvider,
  deleteProvider,
  getOutboxMessage,
  getProvider,
  listOutbox,
  listProviders,
  markMessageRead,
  setDefaultProvider,
  updateProvider,
} from "@/server/channels";
import { mutationOf, queryOf, router } from "../init";

export const channelsRouter = router({
  listProviders: queryOf(listProviders),
  getProvider: queryOf(getProvider),
  createProvider: mutationOf(createProvider),
  updateProvider: mutationOf(updateProvider),
  setDefaultProvider: mutationOf(setDefaultProvider),
  deleteProvider: mutationOf(deleteProvider),
  listOutbox: queryOf(listOutbox),
  getOutboxMessage: queryOf(getOutboxMessage),
  markMessageRead: mutationOf(markMessageRead),
});
