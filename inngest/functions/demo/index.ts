import { loadDemo, removeDemoCompany } from "./load-demo";

export const demoFunctions = [loadDemo, removeDemoCompany];
