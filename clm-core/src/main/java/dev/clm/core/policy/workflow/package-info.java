/** Workflows that a request may name, and what their definitions mean. One tenant's never reach another. */
package dev.clm.core.policy.workflow;
