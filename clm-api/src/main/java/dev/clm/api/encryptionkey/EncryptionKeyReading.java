package dev.clm.api.encryptionkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clm.api.config.Settings;
import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.encryptionkey.EncryptionKey;
import dev.clm.secure.encryptionkey.EncryptionKeyRepository;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads the keys of the caller's organization. */
@Service
public class EncryptionKeyReading {
    private final SecureDatabase secure;
    private final EncryptionKeyRepository keys;
    private final long usageLimit;

    public EncryptionKeyReading(SecureDatabase secure, EncryptionKeyRepository keys, Settings settings) {
        this.secure = secure;
        this.keys = keys;
        this.usageLimit = settings.keyUsageLimit();
    }

    /** One page, oldest first; `next_cursor` is null on the last one. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Page(List<EncryptionKeyView> items, UUID nextCursor) {}

    Page list(Actor actor, UUID cursor, int limit) {
        return secure.inTransaction(actor, tx -> {
            List<EncryptionKey> found = keys.list(tx, actor.organizationId(), cursor, limit + 1);
            List<EncryptionKey> page = found.subList(0, Math.min(limit, found.size()));
            List<UUID> ids = page.stream().map(EncryptionKey::id).toList();
            Map<UUID, Long> references = keys.countReferences(tx, ids);
            return new Page(
                    page.stream().map(key -> view(key, references)).toList(),
                    found.size() > limit ? ids.get(limit - 1) : null);
        });
    }

    public EncryptionKeyView read(Actor actor, UUID id) {
        return secure.inTransaction(
                actor,
                tx -> keys.find(tx, id)
                        .filter(key -> actor.organizationId().equals(key.organizationId()))
                        .map(key -> view(key, keys.countReferences(tx, List.of(id))))
                        .orElseThrow(EncryptionKeyReading::notFound));
    }

    private EncryptionKeyView view(EncryptionKey key, Map<UUID, Long> references) {
        return EncryptionKeyView.of(key, references.getOrDefault(key.id(), 0L), usageLimit);
    }

    /** Missing, another tenant's and the platform's look the same. */
    public static ClmException notFound() {
        return ClmException.of(ErrorCode.NOT_FOUND, "there is no such encryption key");
    }
}
