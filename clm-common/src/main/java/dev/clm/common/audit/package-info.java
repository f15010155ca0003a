/** What an audit entry says, how it is appended, and the one form in which it is hashed. Entries are never changed; no secret goes in. */
package dev.clm.common.audit;
