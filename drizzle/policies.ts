/**
 * Row-level security and grants, applied after every migration and safe to apply again. Every table in `public` with a
 * `workspace_no` gets the same forced policy, so a new table cannot be forgotten (tests/integration/isolation checks).
 * `current_setting('app.workspace_no')` raises when unset: no setting, no rows, no silence.
 */
export const policiesSql = (appRole: string, pipelineRole: string): string => `
grant usage on schema public to ${appRole}, ${pipelineRole};
grant select, insert, update, delete on all tables in schema public to ${appRole}, ${pipelineRole};
grant usage, select on all sequences in schema public to ${appRole}, ${pipelineRole};

do $$
declare t record;
begin
  for t in
    select c.oid::regclass as name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_no' and not a.attisdropped
     where c.relkind in ('r', 'p')
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('alter table %s force row level security', t.name);
    execute format('drop policy if exists workspace_isolation on %s', t.name);
    execute format('create policy workspace_isolation on %s
      using (workspace_no = current_setting(''app.workspace_no'')::int)
      with check (workspace_no = current_setting(''app.workspace_no'')::int)', t.name);
  end loop;
end $$;

-- Global tables: the application role sees only the people who are members of its workspace.
revoke all on installation, rate_limits, auth_sessions from ${appRole};
revoke insert, update, delete on users, workspaces from ${appRole};
grant update (slug, name, time_zone, currency, locale, postal_address, demo_state, updated_at) on workspaces to ${appRole};
alter table users enable row level security;
alter table users force row level security;
drop policy if exists users_of_workspace on users;
create policy users_of_workspace on users for select
  using (exists (select 1 from members m where m.user_id = users.id and m.workspace_no = current_setting('app.workspace_no')::int));

-- Evidence is append-only.
revoke update, delete on consent_ledger, audit_log from ${appRole}, ${pipelineRole};
revoke update, delete on deliveries, delivery_events from ${appRole};

grant usage on schema wf to ${appRole}, ${pipelineRole};
grant select, insert, update, delete on all tables in schema wf to ${pipelineRole};
grant usage, select on all sequences in schema wf to ${appRole}, ${pipelineRole};
grant insert on wf.inbox to ${appRole};

-- /readyz compares the applied migrations with the ones in the code.
grant usage on schema drizzle to ${pipelineRole};
grant select on drizzle.__drizzle_migrations to ${pipelineRole};
`;
