package dev.clm.core.identity.user;

import java.util.UUID;

/** A user to be stored, who has to change the password at the first login. */
public record NewUser(
        UUID id, String username, String email, PasswordHash password, boolean apiAccessEnabled, UUID createdBy) {}
