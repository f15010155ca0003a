package dev.clm.common.database;

import java.util.HashSet;
import java.util.Set;

/**
 * The databases on which the current thread holds an open transaction. A second database while one is open is a hidden
 * crossing (requirement X1) and is refused: it would hold locks in one while waiting for the other.
 */
final class OpenTransactions {
    private static final ThreadLocal<Set<String>> OPEN = ThreadLocal.withInitial(HashSet::new);

    private OpenTransactions() {}

    static void enter(String database) {
        Set<String> open = OPEN.get();
        if (!open.isEmpty()) {
            throw new IllegalStateException("a transaction on " + open + " is open in this thread; " + database
                    + " needs one of its own, before or after");
        }
        open.add(database);
    }

    static void leave(String database) {
        OPEN.get().remove(database);
    }
}
