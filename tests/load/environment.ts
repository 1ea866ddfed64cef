// Imported before everything else, because modules below read the environment while they load.

/** What the bench signs in with, in its own database. */
export const ADMIN = { email: "ada@bench.example", password: "a long bench password" };

process.env.LOG_LEVEL ??= "warn";
process.env.CARILLON_ADMIN_EMAIL = ADMIN.email;
process.env.CARILLON_ADMIN_PASSWORD = ADMIN.password;
process.env.CARILLON_WORKSPACE = "Bench company";
