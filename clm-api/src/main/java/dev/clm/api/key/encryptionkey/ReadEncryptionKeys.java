package dev.clm.api.key.encryptionkey;

import dev.clm.common.error.ClmException;
import dev.clm.common.error.ErrorCode;
import dev.clm.common.field.Page;
import dev.clm.common.tenant.Actor;
import dev.clm.secure.database.SecureDatabase;
import dev.clm.secure.database.SecureTransaction;
import dev.clm.secure.key.encryptionkey.EncryptionKey;
import dev.clm.secure.key.encryptionkey.EncryptionKeyRepository;
import dev.clm.secure.key.keydestruction.KeyDestructionRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads the keys of the caller's organization. */
@Service
public class ReadEncryptionKeys {
    private final SecureDatabase secure;
    private final EncryptionKeyRepository keys;
    private final KeyDestructionRepository destructions;
    private final long usageLimit;

    public ReadEncryptionKeys(
            SecureDatabase secure,
            EncryptionKeyRepository keys,
            KeyDestructionRepository destructions,
            EncryptionKeySettings settings) {
        this.secure = secure;
        this.keys = keys;
        this.destructions = destructions;
        this.usageLimit = settings.usageLimit();
    }

    /** Oldest first. */
    Page<EncryptionKeyView> list(Actor actor, UUID cursor, int limit) {
        return secure.inTransaction(actor, tx -> {
            Page<EncryptionKey> page =
                    Page.of(keys.list(tx, actor.organizationId(), cursor, limit + 1), limit, EncryptionKey::id);
            return new Page<>(views(tx, page.items()), page.nextCursor());
        });
    }

    EncryptionKeyView read(Actor actor, UUID id) {
        return secure.inTransaction(actor, tx -> {
            EncryptionKey key = find(tx, actor, id);
            return views(tx, List.of(key)).get(0);
        });
    }

    /** @throws ClmException NOT_FOUND; missing, another tenant's and the platform's look the same */
    EncryptionKey find(SecureTransaction tx, Actor actor, UUID id) {
        return keys.find(tx, id)
                .filter(key -> actor.organizationId().equals(key.organizationId()))
                .orElseThrow(() -> ClmException.of(ErrorCode.NOT_FOUND, "there is no such encryption key"));
    }

    private List<EncryptionKeyView> views(SecureTransaction tx, List<EncryptionKey> page) {
        List<UUID> ids = page.stream().map(EncryptionKey::id).toList();
        Map<UUID, Long> references = keys.countReferences(tx, ids);
        Map<UUID, Instant> due = destructions.dueTimes(tx, ids);
        return page.stream()
                .map(key ->
                        EncryptionKeyView.of(key, references.getOrDefault(key.id(), 0L), usageLimit, due.get(key.id())))
                .toList();
    }
}
