/** Workflows over the API. One tenant's never reach another. */
package dev.clm.api.policy.workflow;
