package dev.clm.core.identity.apikey;

import dev.clm.common.database.GroupCommit;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.StorableText;
import dev.clm.common.tenant.Actor;
import dev.clm.core.database.CoreDatabase;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Turns a presented API key into a caller, in one query under the service role: the tenant is not known before. A key that
 * is unknown, inactive, revoked, expired, or whose user may not use the API is simply no key.
 */
public final class ApiKeyAuthentication {
    private static final int LARGEST_SHARE = 1_000;

    private final CoreDatabase core;
    private final ApiKeyUsage usage;
    private final ApiKeyRepository apiKeys = new ApiKeyRepository();
    private final GroupCommit<Lookup, Lookup, Optional<ApiKeyHolder>> lookups;

    public ApiKeyAuthentication(CoreDatabase core, ApiKeyUsage usage, Executor executor) {
        this.core = core;
        this.usage = usage;
        this.lookups = new GroupCommit<>(executor, LARGEST_SHARE, this::lookUp);
    }

    /**
     * The caller, or empty where the key is not valid. FORBIDDEN where the key is valid but not for `organizationCode`,
     * whether that organization exists or not.
     */
    public Optional<AuthenticatedCaller> authenticate(
            String presentedKey,
            Optional<String> organizationCode,
            String address,
            String userAgent,
            String requestId) {
        return ApiKey.parse(presentedKey)
                .flatMap(key -> holderOf(key, organizationCode))
                .map(holder -> {
                    Actor actor = holder.actor(address, userAgent, requestId);
                    usage.record(holder.apiKeyId(), actor.ipAddress());
                    return new AuthenticatedCaller(holder.apiKeyId(), actor, holder.permissions());
                });
    }

    private Optional<ApiKeyHolder> holderOf(ApiKey key, Optional<String> organizationCode) {
        // A code that no column could hold is nobody's: it is refused as an unknown one is.
        String code =
                organizationCode.map(c -> StorableText.isName(c, 50) ? c : "").orElse(null);
        Lookup lookup = new Lookup(key.hash(), code);
        Optional<ApiKeyHolder> holder = lookups.submit(lookup, lookup);
        if (holder.isPresent() && holder.get().organizationId() == null) {
            throw ClmException.of(ErrorCode.FORBIDDEN, "this API key cannot act for that organization");
        }
        return holder;
    }

    /** One query for all who ask the same at once. It begins after they asked: nobody gets an answer from before a revocation. */
    private List<Optional<ApiKeyHolder>> lookUp(Lookup lookup, List<Lookup> askers) {
        Optional<ApiKeyHolder> holder = apiKeys.findHolder(core, lookup.keyHash(), lookup.organizationCode());
        return Collections.nCopies(askers.size(), holder);
    }

    /** `organizationCode` is null where the request names none. */
    private record Lookup(String keyHash, String organizationCode) {}
}
