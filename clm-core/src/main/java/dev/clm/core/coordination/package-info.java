/** The side of clm_core_db in what holds both databases together. It never learns what the other side says but by events. */
package dev.clm.core.coordination;
