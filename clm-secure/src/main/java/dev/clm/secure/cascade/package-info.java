/** Follows deletes and restores of the other database in this one. Nothing is ever deleted here, only marked and put back. */
package dev.clm.secure.cascade;
