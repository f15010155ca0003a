package dev.clm.common.database;

import java.util.function.Function;

/**
 * The way of one database past row-level security, for work that is the same on both of them.
 *
 * @param <T> that database's transaction
 */
@FunctionalInterface
public interface ServiceRole<T extends DatabaseTransaction> {
    <R> R run(String reason, Function<T, R> work);
}
