/** Whether rows that others want to refer to exist and live. Ids and states leave, never row contents of another tenant. */
package dev.clm.core.inventory.reference;
