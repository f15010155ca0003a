/** What tells that one of two databases was restored to an older state. Only numbers, times and ids; no row's content. */
package dev.clm.common.restore;
