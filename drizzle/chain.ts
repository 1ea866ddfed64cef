/**
 * Hash chains in the database, because no way of writing a row may forget them: each row of a chained table carries its
 * position, the hash of the row before and SHA-256(that hash, the row as canonical JSON). `chain_heads` holds the end, so
 * a missing tail shows too. A workspace has its own chain; its head row is locked from the first row until commit, always
 * as the last lock of a transaction. Add a table: `chained()` in its schema, its name here, no ON CONFLICT on its inserts.
 */
export const CHAINED_TABLES = ["consent_ledger", "audit_log"] as const;
export type ChainedTable = (typeof CHAINED_TABLES)[number];

/** SHA-256 of nothing: what the first row of every chain follows. */
export const GENESIS = "sha256(''::bytea)";

const FUNCTIONS = `
-- jsonb orders its keys, and a column added later is null in old rows: neither changes the hash of what was written.
create or replace function chain_content(entry jsonb) returns bytea language sql immutable parallel safe as $$
  select convert_to(jsonb_strip_nulls(entry - 'prev_hash' - 'hash')::text, 'UTF8')
$$;

-- The head travels in a setting from row to row: an UPDATE per row would leave 100,000 dead versions of one row.
-- TimeZone is fixed because JSON writes timestamps in the session's zone.
create or replace function chain_row() returns trigger language plpgsql set timezone = 'UTC' as $$
declare
  setting text := 'carillon.chain_' || tg_table_name;
  head text[] := string_to_array(nullif(current_setting(setting, true), ''), ' ');
  last_no bigint;
  last_hash bytea;
begin
  if head is null or head[1] <> new.workspace_no::text then
    if head is not null then perform chain_keep(tg_table_name, setting); end if;
    insert into chain_heads (workspace_no, chain, last_no, last_hash)
      values (new.workspace_no, tg_table_name, 0, ${GENESIS}) on conflict do nothing;
    select h.last_no, h.last_hash into last_no, last_hash from chain_heads h
      where h.workspace_no = new.workspace_no and h.chain = tg_table_name for update;
  else
    last_no := head[2]; last_hash := decode(head[3], 'hex');
  end if;
  new.chain_no := last_no + 1;
  new.prev_hash := last_hash;
  new.hash := sha256(last_hash || chain_content(to_jsonb(new)));
  perform set_config(setting, new.workspace_no || ' ' || new.chain_no || ' ' || encode(new.hash, 'hex'), true);
  return new;
end $$;

create or replace function chain_keep(chain_name text, setting text) returns void language plpgsql as $$
declare head text[] := string_to_array(nullif(current_setting(setting, true), ''), ' ');
begin
  if head is null then return; end if;
  update chain_heads set last_no = head[2]::bigint, last_hash = decode(head[3], 'hex')
    where workspace_no = head[1]::int and chain = chain_name;
  perform set_config(setting, '', true);
end $$;

create or replace function chain_statement() returns trigger language plpgsql as $$
begin
  perform chain_keep(tg_table_name, 'carillon.chain_' || tg_table_name);
  return null;
end $$;
`;

/** Functions and triggers; safe to apply again. */
export const chainSql = (appRole: string, pipelineRole: string): string =>
  FUNCTIONS +
  CHAINED_TABLES.map(
    (table) => `
create or replace trigger ${table}_chain_row before insert on ${table} for each row execute function chain_row();
create or replace trigger ${table}_chain_statement after insert on ${table} for each statement execute function chain_statement();
revoke update, delete, truncate on ${table} from ${appRole}, ${pipelineRole};`,
  ).join("") +
  `
revoke delete on chain_heads from ${appRole}, ${pipelineRole};
`;
