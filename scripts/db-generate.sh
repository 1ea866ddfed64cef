#!/usr/bin/env bash
# Until the first release there is one migration: it is made again from the schema. After a release: drizzle-kit generate.
set -eu
exec 9>/tmp/carillon-db-generate.lock; flock 9
rm -rf drizzle/migrations
npx drizzle-kit generate --name init
sed -i 's/^CREATE SCHEMA "wf"/CREATE SCHEMA IF NOT EXISTS "wf"/' drizzle/migrations/*.sql
