export { requestDemo, requestDemoRemoval } from "./commands/request-demo";
export {
  abandonDemo,
  finishDemo,
  loadDemoAssets,
  loadDemoCampaign,
  loadDemoPeople,
  prepareDemo,
  removeDemo,
} from "./processes/load-demo";
export { DEMO_CAMPAIGNS } from "./rules/letters";
