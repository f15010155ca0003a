/** Workflow definitions that a request may name. Read only. */
package dev.clm.core.workflow;
