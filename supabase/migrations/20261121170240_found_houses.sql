-- Each product has a tenant of its own whose contacts are the people who use it, so that it writes to them as any tenant
-- writes to its customers. Nobody is a member of it unless somebody is made one by hand.
alter table public.products add column house_id uuid references public.tenants (id);
create index products_house_id_idx on public.products (house_id);
comment on column public.products.house_id is 'The tenant that writes to the product''s own users.';

create function app.found_house() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  house uuid := gen_random_uuid();
begin
  insert into public.tenants (id, product_id, slug, name, plan)
  values (house, new.id, app.slug_for(left(new.slug, 30) || ' house', house), new.name, 'enterprise');
  update public.products set house_id = house where id = new.id;
  return null;
end
$$;
comment on function app.found_house() is 'Makes the house tenant of a new product.';
revoke execute on function app.found_house() from public;
create trigger found_house after insert on public.products for each row when (new.house_id is null) execute function app.found_house();

do $$
declare
  p record;
  house uuid;
begin
  for p in select id, slug, name from public.products where house_id is null loop
    house := gen_random_uuid();
    insert into public.tenants (id, product_id, slug, name, plan)
    values (house, p.id, app.slug_for(left(p.slug, 30) || ' house', house), p.name, 'enterprise');
    update public.products set house_id = house where id = p.id;
  end loop;
end
$$;

-- What the house needs to know about people and their tenants.
alter table public.profiles
  add column wants_tips boolean not null default true,
  add column tips_asked_at timestamptz,
  add column tips_text text check (length(tips_text) <= 200);
comment on column public.profiles.wants_tips is 'What the box on the sign-up form said; tips_text names the words beside it, tips_asked_at when they were shown.';
grant select (wants_tips, tips_asked_at, tips_text) on public.profiles to authenticated;

create function app.note_tips() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles set wants_tips = coalesce(new.raw_user_meta_data ->> 'wants_tips', 'true') <> 'false', tips_asked_at = now(),
    tips_text = left(new.raw_user_meta_data ->> 'tips_text', 200)
  where user_id = new.id;
  return null;
end
$$;
comment on function app.note_tips() is 'Keeps what a person chose about tips when signing up.';
revoke execute on function app.note_tips() from public;
-- After steward_1_sign_up, which makes the profile, and before the address can count as confirmed.
create trigger steward_1_tips after insert on auth.users for each row
  when (new.raw_user_meta_data ? 'wants_tips') execute function app.note_tips();
