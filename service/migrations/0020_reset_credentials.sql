-- Resetting what somebody signs in with is counted: one administrator does it to another once in thirty days.
alter table role_changes drop constraint role_changes_change_check;
alter table role_changes add constraint role_changes_change_check
    check (change in ('granted', 'revoked', 'disabled', 'enabled', 'suspended', 'reset'));
