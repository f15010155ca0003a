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
import dev.clm.secure.key.keyrotation.KeyReferenceRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Reads the keys of the caller's organization. */
@Service
public class ReadEncryptionKeys {
    private static final long COUNTED_OF_A_PAGE = 1_000_000;
    private static final long COUNTED_OF_A_KEY = 20_000;

    private final SecureDatabase secure;
    private final EncryptionKeyRepository keys;
    private final KeyDestructionRepository destructions;
    private final long usageLimit;
    private final KeyReferenceRepository references = new KeyReferenceRepository();

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

    /** Of references no more are counted than a reader can wait for; whoever destroys a key is told all of them. */
    private List<EncryptionKeyView> views(SecureTransaction tx, List<EncryptionKey> page) {
        Map<UUID, Instant> due =
                destructions.dueTimes(tx, page.stream().map(EncryptionKey::id).toList());
        List<EncryptionKeyView> views = new ArrayList<>();
        long left = COUNTED_OF_A_PAGE;
        for (EncryptionKey key : page) {
            long most = Math.max(left, COUNTED_OF_A_KEY);
            long counted = key.destroyedAt() == null ? references.count(tx, key.id(), most) : 0;
            left -= counted;
            views.add(EncryptionKeyView.of(key, counted, counted < most, usageLimit, due.get(key.id())));
        }
        return views;
    }
}
