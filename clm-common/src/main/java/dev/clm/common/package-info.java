/** Small on purpose: only what both databases have alike, written once. */
package dev.clm.common;
