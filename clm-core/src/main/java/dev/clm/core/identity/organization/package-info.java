/** The tenants. Another tenant's row is never returned to one. */
package dev.clm.core.identity.organization;
