/** Pools, transactions and the meaning of SQL states, the same for both databases. Passwords stay inside PoolSettings. */
package dev.clm.common.database;
