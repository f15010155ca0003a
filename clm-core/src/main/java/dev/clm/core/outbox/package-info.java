/** Events of the other database that were applied here. Kept so that nothing is applied twice. */
package dev.clm.core.outbox;
