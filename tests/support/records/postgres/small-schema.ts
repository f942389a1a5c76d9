/** A schema with one of each part that PostgreSQL is held to, for what somebody may change in it. */
export const SMALL = `create table one (id bigint primary key, name text collate "C");
create table two (id bigint constraint "twoOfOne" references one (id) deferrable);
create index "oneById" on one (id);
create function "keep"() returns trigger language plpgsql set search_path from current as $$
begin raise exception 'stays'; end $$;
create trigger "oneStays" before delete on one for each row execute function "keep"();
create trigger "twoStays" before delete on two for each row execute function "keep"();
alter table one enable always trigger "oneStays"`;
