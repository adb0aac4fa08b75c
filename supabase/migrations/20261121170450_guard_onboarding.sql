-- How far somebody has come is nobody else's business, not even a colleague's.
call app.protect_person('public.onboarding_states');
call app.protect_person('public.onboarding_events');
