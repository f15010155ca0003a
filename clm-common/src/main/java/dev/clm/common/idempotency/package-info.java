/** The answer that one idempotency key got, as both databases store it. Bodies are what was sent: no secret among them. */
package dev.clm.common.idempotency;
