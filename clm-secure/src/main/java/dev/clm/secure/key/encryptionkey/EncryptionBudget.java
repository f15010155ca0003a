package dev.clm.secure.key.encryptionkey;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/**
 * The encryptions that this process may still make under one key (K4): reserved in the database in blocks before the first
 * of them is made, so that a crash counts too many and never too few. The ring owns it, and keeps it when the unwrapped key leaves
 * memory, until the key is retired or destroyed. Any thread may take, with no transaction open; one of them at a time reserves.
 */
final class EncryptionBudget {
    private final LongUnaryOperator reservation;
    private final AtomicLong left = new AtomicLong();
    private final ReentrantLock refilling = new ReentrantLock();

    /** `reservation` is asked for at least so many encryptions and answers how many it reserved. */
    EncryptionBudget(LongUnaryOperator reservation) {
        this.reservation = reservation;
    }

    /** May reserve, and so open a transaction: call it with none open. */
    void take(int encryptions) {
        while (!takeReserved(encryptions)) {
            refill(encryptions);
        }
    }

    private boolean takeReserved(int encryptions) {
        long before = left.getAndUpdate(now -> now < encryptions ? now : now - encryptions);
        return before >= encryptions;
    }

    private void refill(int wanted) {
        refilling.lock();
        try {
            if (left.get() < wanted) {
                left.addAndGet(reservation.applyAsLong(wanted));
            }
        } finally {
            refilling.unlock();
        }
    }
}
