/** The side of clm_secure_db in what holds both databases together. It never learns what the other side says but by events. */
package dev.clm.secure.coordination;
