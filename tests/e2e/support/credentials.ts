/** What the run's shared application is set up with on its first boot (see global-setup.ts). */
export const credentials = {
  email: "admin@carillon.test",
  password: "correct horse battery staple",
  workspace: "Northwind Tea",
  apiKey: "sk_e2e_0123456789abcdefghijklmnopqrstuvwxyz",
};
