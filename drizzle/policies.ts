import { chainSql } from "./chain";

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
grant update (slug, name, time_zone, currency, locale, postal_address, demo_state, sso_enforced_at, updated_at) on workspaces to ${appRole};
alter table users enable row level security;
alter table users force row level security;
drop policy if exists users_of_workspace on users;
create policy users_of_workspace on users for select
  using (exists (select 1 from members m where m.user_id = users.id and m.workspace_no = current_setting('app.workspace_no')::int));

-- Evidence is append-only.
revoke update, delete on audit_log from ${appRole}, ${pipelineRole};
${chainSql(appRole, pipelineRole)}revoke update, delete on deliveries, delivery_events from ${appRole};

-- A no belongs to the mailbox, not to the profile: when a contact who said no loses its address (edit, import, deletion),
-- the address stays suppressed. Here, because no way of writing contacts may forget it. 7001 is server/consent/lock.ts.
create or replace function keep_opt_out() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7001, old.workspace_no);
  if exists (select 1 from consent_state s where s.workspace_no = old.workspace_no and s.contact_no = old.contact_no
                and s.channel = 'email' and s.topic_no = 0 and s.state = 'denied') then
    insert into suppressions (workspace_no, channel, address_key, reason, at, actor_type, actor_id)
    values (old.workspace_no, 'email', old.email_key, 'unsubscribed', now(), 'job', 'keep_opt_out')
    on conflict (workspace_no, channel, address_key) do update set actor_id = excluded.actor_id
      where suppressions.actor_id like 'merge %';
  end if;
  return null;
end $$;
create or replace trigger contacts_keep_opt_out_on_change after update of email_key on contacts for each row
  when (old.email_key is not null and not old.is_demo and old.email_key is distinct from new.email_key)
  execute function keep_opt_out();
create or replace trigger contacts_keep_opt_out_on_delete after delete on contacts for each row
  when (old.email_key is not null and not old.is_demo) execute function keep_opt_out();

grant usage on schema wf to ${appRole}, ${pipelineRole};
grant select, insert, update, delete on all tables in schema wf to ${pipelineRole};
grant usage, select on all sequences in schema wf to ${appRole}, ${pipelineRole};
grant insert on wf.inbox to ${appRole};

-- /readyz compares the applied migrations with the ones in the code.
grant usage on schema drizzle to ${pipelineRole};
grant select on drizzle.__drizzle_migrations to ${pipelineRole};
`;
