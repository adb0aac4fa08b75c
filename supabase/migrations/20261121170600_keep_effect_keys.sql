alter table public.runs add column effect_keys jsonb;
comment on column public.runs.effect_keys is '{ step: key } of a replay: steps whose outcome in the earlier run is unknown go out again under the key they had there.';
