/** Issuance policies and the judgement of a request by their rules. Judging reads no database. */
package dev.clm.core.policy.policy;
