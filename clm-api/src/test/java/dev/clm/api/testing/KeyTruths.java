package dev.clm.api.testing;

import java.util.List;
import java.util.Map;

/** What is true of every organization's keys, rotations and destructions once whatever was asked for has ended (requirement K6). */
public final class KeyTruths {
    /** What would be wrong, and the rows that would be: each names the organization once. */
    public static final Map<String, String> NEVER = Map.ofEntries(
            Map.entry(
                    "a completed rotation with rows under the old key",
                    "key_rotations r join key_rotation_history h on h.id = r.id where r.organization_id = ?"
                            + " and h.rotation_status = 'completed' and exists (select from private_keys p"
                            + " where p.encryption_key_id = h.old_key_id and p.shredded_at is null)"),
            Map.entry(
                    "an untrue receipt",
                    "key_destructions d where d.organization_id = ? and d.state = 'destroyed'"
                            + " and (d.private_keys_lost <> (select count(*) from private_keys p"
                            + " where p.encryption_key_id = d.encryption_key_id and p.shredded_at is not null)"
                            + " or not exists (select from secure_audit_log a where a.event_id::text = d.audit_event_id::text))"),
            Map.entry(
                    "a key lost without a word",
                    "private_keys p join encryption_keys k on k.id = p.encryption_key_id where p.organization_id = ?"
                            + " and p.shredded_at is null and k.destroyed_at is not null"),
            Map.entry(
                    "a key said to be lost that is not",
                    "private_keys p join encryption_keys k on k.id = p.encryption_key_id where p.organization_id = ?"
                            + " and p.shredded_at is not null and k.destroyed_at is null"),
            Map.entry(
                    "a row under a key that is over",
                    "private_keys p join encryption_keys k on k.id = p.encryption_key_id where p.organization_id = ?"
                            + " and p.shredded_at is null and k.key_status not in ('active', 'rotating')"),
            Map.entry(
                    "history and state of a rotation that differ",
                    "key_rotations r join key_rotation_history h on h.id = r.id where r.organization_id = ?"
                            + " and (h.rotation_status = 'in_progress') <> (r.phase <> 'ended')"),
            Map.entry(
                    "an end without its record or its retirement",
                    "key_rotations r join key_rotation_history h on h.id = r.id"
                            + " join encryption_keys o on o.id = h.old_key_id join encryption_keys n on n.id = h.new_key_id"
                            + " where r.organization_id = ? and (h.rotation_status = 'completed' and (r.record is null"
                            + " or o.key_status not in ('retired', 'revoked') or h.items_re_encrypted <> r.items_done)"
                            + " or r.abandoned_at is not null and r.record is null"
                            + " or h.rotation_status = 'rolled_back' and n.key_status not in ('retired', 'revoked'))"),
            Map.entry(
                    "a key and its destruction that differ",
                    "encryption_keys k where k.organization_id = ? and k.destruction_state is distinct from"
                            + " (select d.state from key_destructions d where d.encryption_key_id = k.id"
                            + " and d.state in ('scheduled', 'destroying', 'destroyed'))"),
            Map.entry(
                    "a destroyed key that is there",
                    "encryption_keys k where k.organization_id = ? and (k.destroyed_at is not null)"
                            + " <> (octet_length(k.encrypted_key_material) = 0)"));

    private KeyTruths() {}

    /** For one statement that answers what is wrong; it takes the organization as often as there are entries. */
    public static String query() {
        List<String> each = NEVER.entrySet().stream()
                .map(entry -> "select '" + entry.getKey() + "' where exists (select from " + entry.getValue() + ")")
                .toList();
        return String.join(" union all ", each);
    }
}
