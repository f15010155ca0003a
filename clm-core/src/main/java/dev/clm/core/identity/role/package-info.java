/** Roles and what they permit. A permission that cannot be read grants nothing. */
package dev.clm.core.identity.role;
