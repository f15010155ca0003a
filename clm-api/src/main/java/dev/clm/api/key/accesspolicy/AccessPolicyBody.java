package dev.clm.api.key.accesspolicy;

import dev.clm.api.http.description.Codes;
import dev.clm.secure.key.privatekey.KeyOperation;
import java.util.List;
import java.util.UUID;

/** The rules that `PATCH …/private-key/access-policy` sets, or lifts with null. */
record AccessPolicyBody(
        @Codes(of = KeyOperation.class) List<String> allowedOperations,
        List<UUID> allowedUserIds,
        List<String> allowedRoleCodes,
        Integer maxUsesPerDay,
        Boolean requireMfa) {}
