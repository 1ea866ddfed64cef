import "server-only";
import {
  addDomain,
  checkDomain,
  createProvider,
  deleteProvider,
  getDomain,
  getOutboxMessage,
  getProvider,
  listDomains,
  listOutbox,
  listProviders,
  markMessageRead,
  removeDomain,
  rotateDkimKey,
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
  listDomains: queryOf(listDomains),
  getDomain: queryOf(getDomain),
  addDomain: mutationOf(addDomain),
  checkDomain: mutationOf(checkDomain),
  rotateDkimKey: mutationOf(rotateDkimKey),
  removeDomain: mutationOf(removeDomain),
  listOutbox: queryOf(listOutbox),
  getOutboxMessage: queryOf(getOutboxMessage),
  markMessageRead: mutationOf(markMessageRead),
});
